import type { LabelId } from '../../src/core/labels/report.ts';
import type { HeadSummary } from './summarise.ts';

/** What a model must show, and what it shows. */
export type TargetResult = { readonly wanted: string; readonly saw: string; readonly isReached: boolean };

/** What is known of a model's heads; `probe` is the attention of each head on the induction probe, null for a masked model. */
export type HeadFacts = {
  readonly heads: readonly HeadSummary[];
  readonly labels: readonly (readonly [LabelId, number])[];
  readonly probe: ReadonlyMap<string, number> | null;
};

/** A head shows a label if it has it in this share of the sentences that can be judged. */
const SHOWN = 0.5;
const INDUCTION = 0.4;
const N_INDUCTION_HEADS = 2;
const N_LABELS = 8;

/** The targets of a causal model, where there is a probe, or of a masked one. */
export function judgeTargets(facts: HeadFacts): readonly TargetResult[] {
  const own = facts.probe
    ? [
        scored(facts, 'previous', 0.9),
        induction(facts.probe),
        shown(facts, 'a sink head', ['first', 'delimiter', 'resting']),
        shown(facts, 'a same-token head', ['same_token']),
      ]
    : [
        scored(facts, 'next', 0.8),
        scored(facts, 'previous', 0.8),
        shown(facts, 'a delimiter head', ['delimiter']),
        shown(facts, 'a broad head', ['broad', 'uniform']),
      ];
  return [...own, variety(facts.labels)];
}

function scored({ heads }: HeadFacts, label: LabelId, atLeast: number): TargetResult {
  const scores = heads.flatMap(({ head, labels }) =>
    labels.filter((one) => one.label === label && one.meanScore >= -1).map((one) => ({ head, score: one.meanScore })),
  );
  const best = scores.toSorted((a, b) => b.score - a.score)[0];
  return {
    wanted: `a head with a mean "${label}" score of ${atLeast.toFixed(2)} or more`,
    saw: best ? `${best.head} ${best.score.toFixed(2)}` : 'none',
    isReached: best !== undefined && best.score >= atLeast,
  };
}

function shown({ heads }: HeadFacts, what: string, wanted: readonly LabelId[]): TargetResult {
  const found = heads.flatMap(({ head, labels }) =>
    labels
      .filter(({ label, nAssigned }) => wanted.includes(label) && nAssigned > 0)
      .map(({ label, nAssigned, nJudged }) => ({ head, label, nAssigned, nJudged, share: nAssigned / nJudged })),
  );
  const best = found.toSorted((a, b) => b.share - a.share)[0];
  return {
    wanted: `${what}: labelled in half of the sentences that can tell, or more`,
    saw: best ? `${best.head} ${best.label} in ${best.nAssigned} of ${best.nJudged}` : 'none',
    isReached: best !== undefined && best.share >= SHOWN,
  };
}

function induction(probe: ReadonlyMap<string, number>): TargetResult {
  const found = [...probe].toSorted(([, a], [, b]) => b - a);
  const listed = found.filter(([, raw]) => raw >= INDUCTION);
  return {
    wanted: `${N_INDUCTION_HEADS} heads with ${INDUCTION.toFixed(2)} or more on the induction probe`,
    saw: (listed.length > 0 ? listed : found.slice(0, 1)).map(([head, raw]) => `${head} ${raw.toFixed(2)}`).join(', '),
    isReached: listed.length >= N_INDUCTION_HEADS,
  };
}

function variety(labels: HeadFacts['labels']): TargetResult {
  return {
    wanted: `${N_LABELS} different labels over the classroom sentences`,
    saw: `${labels.length}`,
    isReached: labels.length >= N_LABELS,
  };
}
