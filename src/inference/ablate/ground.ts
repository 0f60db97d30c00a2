import type { Ablation } from '../../core/ablation/ablation.ts';
import { flatPattern, labelPattern } from '../../core/ablation/idealPattern.ts';
import { headKey } from '../../core/ablation/turning.ts';
import { AppError } from '../../core/errors.ts';
import { labelHead } from '../../core/labels/labelHead.ts';
import { scoreOf } from '../../core/labels/report.ts';
import { LABEL_WORDS } from '../../core/labels/words.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadMeans } from '../means/headMeans.ts';
import { shapeOf } from '../pack.ts';
import type { RunnableModel } from '../runInput.ts';
import type { AblationGround, PlacedHead } from './planInterventions.ts';
import type { Subject } from './subject.ts';

/** What `planInterventions` needs of a model and of one input. */
export function groundOf(
  { plan, session }: Pick<RunnableModel, 'plan' | 'session'>,
  subject: Subject,
  labels: Ablation['labels'],
  means: HeadMeans | null,
): AblationGround {
  const { layers } = subject;
  const sizeOf = (site: number) => shapeOf(layers[site] ?? { layer: site, kind: 'encoder', dims: [], data: NOTHING });
  return {
    plan,
    support: session.support,
    layers,
    means,
    flatOf: ({ kind, site }) => {
      const { nQueries, nKeys } = sizeOf(site);
      return flatPattern(nQueries, nKeys, subject.isCausal(kind));
    },
    idealOf: (head) => idealPattern(head, subject, labels),
  };
}

const NOTHING = new Float32Array(0);

/** The pattern of the label that was asked for, else of the head's strongest one on this input. */
function idealPattern(head: PlacedHead, subject: Subject, labels: Ablation['labels']): Float32Array {
  const name = formatHead(head);
  const context = subject.contextOf(head.kind);
  const output = subject.layers[head.site];
  if (!context || !output)
    throw new AppError('bad-input', `${name} looks from one text to another, which no label describes`);
  const { nQueries, nKeys } = shapeOf(output);
  const size = nQueries * nKeys;
  const report = labelHead(output.data.subarray(head.head * size, (head.head + 1) * size), context);
  const label = labels?.[headKey(head.kindAsked, head)] ?? labels?.[headKey(head.kind, head)] ?? report.strongest;
  if (label === null) throw new AppError('bad-input', `${name} has no label in a text this short`);
  const pattern = labelPattern(scoreOf(report, label), context);
  if (!pattern) {
    throw new AppError('bad-input', `${name}: the label "${LABEL_WORDS[label].name}" describes no single pattern here`);
  }
  return pattern;
}
