import type { Ablation } from '../../core/ablation/ablation.ts';
import { flatPattern, maskPattern, withRowSums } from '../../core/ablation/allowedKeys.ts';
import { labelPattern } from '../../core/ablation/idealPattern.ts';
import { headKey } from '../../core/ablation/turning.ts';
import { AppError } from '../../core/errors.ts';
import { labelHead } from '../../core/labels/labelHead.ts';
import { scoreOf } from '../../core/labels/report.ts';
import { LABEL_WORDS } from '../../core/labels/words.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadMeans } from '../means/headMeans.ts';
import { shapeOf } from '../run/pack.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { AblationGround, PlacedHead } from './planInterventions.ts';
import type { Subject } from './subject.ts';

/** What `planInterventions` needs of a model and of one input. */
export function groundOf(
  { plan, session }: Pick<RunnableModel, 'plan' | 'session'>,
  subject: Subject,
  labels: Ablation['labels'],
  means: HeadMeans | null,
): AblationGround {
  return {
    plan,
    support: session.support,
    layers: subject.layers,
    means,
    flatOf(head) {
      const own = ownPattern(head, subject);
      return inItsPlace(flatPattern(subject.allowedAt(head.site), own.nKeys), own);
    },
    idealOf(head) {
      const own = ownPattern(head, subject);
      const ideal = idealPattern(head, own.weights, subject, labels);
      return inItsPlace(maskPattern(ideal, subject.allowedAt(head.site), own.nKeys), own);
    },
    // As it is: what heads give to a sink that is no key is part of their average.
    sharedOf: (head) => subject.averageAt(head.site),
  };
}

type OwnPattern = {
  /** Shape: [query, key]. */
  readonly weights: Float32Array;
  readonly nKeys: number;
  readonly hasSink: boolean;
};

/** What a head does in the pass without any ablation. */
function ownPattern({ head, site }: PlacedHead, { layers }: Subject): OwnPattern {
  const output = layers[site];
  if (!output) throw new RangeError(`invalid layer: ${site}`);
  const { nQueries, nKeys } = shapeOf(output);
  const size = nQueries * nKeys;
  const weights = output.data.subarray(head * size, (head + 1) * size);
  return { weights, nKeys, hasSink: output.hasSink === true };
}

/** What a head gives to a sink that is no key it still gives there: only where the rest goes is replaced. */
function inItsPlace(pattern: Float32Array, { weights, nKeys, hasSink }: OwnPattern): Float32Array {
  return hasSink ? withRowSums(pattern, weights, nKeys) : pattern;
}

/** The pattern of the label that was asked for, else of the head's strongest one on this input. */
function idealPattern(
  head: PlacedHead,
  weights: Float32Array,
  subject: Subject,
  labels: Ablation['labels'],
): Float32Array {
  const name = formatHead(head);
  const context = subject.contextOf(head.kind);
  if (!context) throw new AppError('bad-input', `${name} looks from one text to another, which no label describes`);
  const report = labelHead(weights, context);
  const label = labels?.[headKey(head.kindAsked, head)] ?? labels?.[headKey(head.kind, head)] ?? report.strongest;
  if (label === null) throw new AppError('bad-input', `${name} has no label in a text this short`);
  const isOfKind = report.labels.some((score) => score.label === label);
  const pattern = isOfKind ? labelPattern(scoreOf(report, label), context) : null;
  if (!pattern) {
    throw new AppError('bad-input', `${name}: the label "${LABEL_WORDS[label].name}" describes no single pattern here`);
  }
  return pattern;
}
