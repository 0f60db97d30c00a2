import { headStats } from '../stats/headStats.ts';
import type { AttentionTensor } from '../tensor.ts';
import { patternOf } from '../tensor.ts';
import { leanOf, strongestOf } from './chip.ts';
import type { LabelContext } from './context.ts';
import { judgeTargets } from './judgeTargets.ts';
import { judgeWhole } from './judgeWhole.ts';
import { measureHead } from './measure.ts';
import type { HeadReport, LabelScore } from './report.ts';
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
  const strongest = strongestOf(labels, context.text);
  const lean = leanOf(strongest, labels, pattern, context);
  return { labels, strongest, ...(lean && { lean }), stats: headStats(pattern, context, measures) };
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
