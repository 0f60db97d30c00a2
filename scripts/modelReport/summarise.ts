import type { HeadReport, LabelId } from '../../src/core/labels/report.ts';
import { formatHead } from '../../src/core/selection.ts';

/** How one label fared on one head over several sentences. */
export type LabelSummary = {
  readonly label: LabelId;
  /** Sentences in which every gate of the label held. */
  readonly nAssigned: number;
  /** Sentences that have what the label looks for: two equal words, say. */
  readonly nJudged: number;
  /** Mean score over the judged sentences; NaN where none was judged. */
  readonly meanScore: number;
};

/** One head over several sentences; `labels` has an entry for each label that was judged at least once. */
export type HeadSummary = {
  readonly head: string;
  readonly labels: readonly LabelSummary[];
  /** The label that stood on the head's chip in most sentences, and in how many; null where there never was one. */
  readonly strongest: { readonly label: LabelId; readonly nSentences: number } | null;
};

/** Gathers the reports of several sentences by head, in the order of the first sentence. Shape: reports [sentence][head]. */
export function summariseHeads(reports: readonly (readonly HeadReport[])[]): readonly HeadSummary[] {
  const byHead = new Map<string, HeadReport[]>();
  for (const report of reports.flat()) {
    const name = formatHead(report);
    byHead.set(name, [...(byHead.get(name) ?? []), report]);
  }
  return [...byHead].map(([head, ofHead]) => ({
    head,
    labels: summariseLabels(ofHead),
    strongest: mostFrequent(ofHead.flatMap(({ strongest }) => (strongest === null ? [] : [strongest]))),
  }));
}

function summariseLabels(reports: readonly HeadReport[]): readonly LabelSummary[] {
  const ids = [...new Set(reports.flatMap(({ labels }) => labels.map(({ label }) => label)))];
  return ids.flatMap((label) => {
    const judged = reports
      .flatMap(({ labels }) => labels.filter((score) => score.label === label))
      .filter(({ status }) => status !== 'not-assessable');
    if (judged.length === 0) return [];
    const scores = judged.map(({ score }) => score).filter(Number.isFinite);
    const meanScore = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    return [{ label, nAssigned: judged.filter(isAssigned).length, nJudged: judged.length, meanScore }];
  });
}

function mostFrequent(labels: readonly LabelId[]): HeadSummary['strongest'] {
  const counts = new Map<LabelId, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const best = [...counts].toSorted(([, a], [, b]) => b - a)[0];
  return best ? { label: best[0], nSentences: best[1] } : null;
}

/**
 * How often each label was assigned, over all heads and sentences, the most frequent first.
 * Left out are labels never assigned, and "heterogeneous", which says that there is none.
 */
export function countLabels(reports: readonly (readonly HeadReport[])[]): readonly (readonly [LabelId, number])[] {
  const counts = new Map<LabelId, number>();
  for (const { label } of reports.flat().flatMap(({ labels }) => labels.filter(isAssigned))) {
    if (label === 'heterogeneous') continue;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a);
}

const isAssigned = ({ status }: { readonly status: string }): boolean => status === 'assigned';
