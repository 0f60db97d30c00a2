import { headStats } from '../stats/headStats.ts';
import type { AttentionTensor } from '../tensor.ts';
import { patternOf } from '../tensor.ts';
import type { LabelContext } from './context.ts';
import { judgeTargets } from './judgeTargets.ts';
import { judgeWhole } from './judgeWhole.ts';
import { measureHead } from './measure.ts';
import type { HeadReport, LabelId, LabelScore } from './report.ts';
import type { Pattern } from './rowSums.ts';
import { MIN_TOKENS } from './rules.ts';

/** Labels and figures of one pattern; see `HeadReport`. */
export type PatternReport = Omit<HeadReport, 'kind' | 'layer' | 'head'>;

/**
 * Labels one head: one entry for each LabelId, in their order, also for the labels it does not have.
 * Shape: pattern [query, key], of the context's length. Throws RangeError otherwise.
 * Below 6 tokens every label is not assessable, with reason too-short.
 * Formulas and thresholds: docs/metrics.md.
 */
export function labelHead(pattern: Pattern, context: LabelContext): PatternReport {
  const measures = measureHead(pattern, context);
  const targets = judgeTargets(pattern, context, measures);
  const judged = [...targets, ...judgeWhole(measures, targets)];
  const labels = context.text.nReal < MIN_TOKENS ? judged.map(tooShort) : judged;
  return { labels, strongest: strongestOf(labels), stats: headStats(pattern, context, measures) };
}

/**
 * Labels every head of a tensor, by layer, then head.
 * Shape: tensor [layer, head, query, key]. Throws RangeError if it does not fit the context's text.
 */
export function labelHeads(tensor: AttentionTensor, context: LabelContext): HeadReport[] {
  const { nTokens } = context.text;
  if (tensor.nQueries !== nTokens || tensor.nKeys !== nTokens) {
    throw new RangeError(`invalid tensor: ${tensor.nQueries} x ${tensor.nKeys} (text has ${nTokens} tokens)`);
  }
  const reports: HeadReport[] = [];
  for (let layer = 0; layer < tensor.nLayers; layer++) {
    for (let head = 0; head < tensor.nHeads; head++) {
      reports.push({ kind: tensor.kind, layer, head, ...labelHead(patternOf(tensor, { layer, head }), context) });
    }
  }
  return reports;
}

function tooShort({ impliedBy: _impliedBy, columnP: _columnP, ...score }: LabelScore): LabelScore {
  return { ...score, status: 'not-assessable', reason: 'too-short' };
}

/** A sink is a resting place, not a function: it names a head only if no pattern among the words does. */
const SINKS: readonly LabelId[] = ['delimiter', 'first'];
/** Labels that say something only where no pattern was found; the composite is left to its parts. */
const WHOLE: readonly LabelId[] = ['broad', 'uniform', 'resting'];
const NEVER: readonly LabelId[] = ['vertical+diagonal', 'heterogeneous'];

/** The label of the chip: of the first kind that has any, the one with the largest share. */
function strongestOf(labels: readonly LabelScore[]): LabelId | null {
  const assigned = labels.filter(({ status, label }) => status === 'assigned' && label !== 'vertical+diagonal');
  if (assigned.length === 0) return null;
  const isPattern = (label: LabelId): boolean => ![...SINKS, ...WHOLE, ...NEVER].includes(label);
  for (const isOfKind of [
    isPattern,
    (label: LabelId) => SINKS.includes(label),
    (label: LabelId) => WHOLE.includes(label),
  ]) {
    const [strongest] = assigned.filter(({ label }) => isOfKind(label)).toSorted((a, b) => b.share - a.share);
    if (strongest) return strongest.label;
  }
  return 'heterogeneous';
}
