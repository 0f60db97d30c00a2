import type { LabelId } from '../../src/core/labels/report.ts';
import { formatHead } from '../../src/core/selection.ts';
import type { Evidence, Expectation, KnownModel } from './expectations.ts';
import { labelOn, looksAt, withNumber } from './measure.ts';
import type { Measured } from './measure.ts';
import type { TextName } from './texts.ts';

/** How one expectation fared; `saw` is the number or word behind it. */
export type Verdict = Expectation & {
  readonly isRecovered: boolean;
  readonly saw: string;
  /** The label of the other direction that it has too, on which text; null as it should be. */
  readonly opposite: string | null;
};

const OPPOSITES: Partial<Readonly<Record<LabelId, LabelId>>> = { previous: 'next', next: 'previous' };

/** Compares what is known with what was measured. */
export function judgeModel(model: KnownModel, measured: Measured): readonly Verdict[] {
  return model.expectations.map((expectation) => ({
    ...expectation,
    ...look(expectation, expectation.evidence, measured),
    opposite: oppositeOf(expectation, model.texts, measured),
  }));
}

/** Whether all that is required was seen, and no head is labelled for both directions. */
export function holds(verdicts: readonly Verdict[]): boolean {
  return verdicts.every(({ isRequired, isRecovered, opposite }) => !isRequired || (isRecovered && opposite === null));
}

type Seen = Pick<Verdict, 'isRecovered' | 'saw'>;

function look({ head }: Expectation, evidence: Evidence, measured: Measured): Seen {
  switch (evidence.by) {
    case 'label': {
      const scores = evidence.on.flatMap((text) =>
        evidence.labels.map((label) => ({ label, score: labelOn(measured, text, head, label) })),
      );
      const assigned = scores.filter(({ score }) => score?.status === 'assigned');
      const best = bestOf(assigned);
      if (!best)
        return { isRecovered: false, saw: `not labelled; best score ${rounded(bestOf(scores)?.score?.score)}` };
      const saw = `${best.label} ${rounded(best.score?.score)}, labelled in ${assigned.length} of ${evidence.on.length} texts`;
      return { isRecovered: (best.score?.score ?? NaN) >= evidence.atLeast, saw };
    }
    case 'score': {
      const { label } = evidence;
      const best = bestOf(evidence.on.map((text) => ({ label, score: labelOn(measured, text, head, label) })));
      const score = best?.score?.score ?? NaN;
      return { isRecovered: score >= evidence.atLeast, saw: `${label} ${rounded(score)}` };
    }
    case 'probe': {
      const score = measured.probe?.get(formatHead(head));
      if (!score) return { isRecovered: false, saw: 'no probe' };
      const saw = `probe ${rounded(score.raw)}, sinks aside ${rounded(score.kappa)}`;
      return { isRecovered: score[evidence.measure] >= evidence.atLeast, saw };
    }
    case 'looks': {
      const seen = looksAt(measured, evidence.on, head, evidence.from);
      return { isRecovered: seen === withNumber(evidence.to), saw: `${evidence.from} -> ${seen ?? 'no such word'}` };
    }
  }
}

type Scored = { readonly label: LabelId; readonly score: ReturnType<typeof labelOn> };

function bestOf(scores: readonly Scored[]): Scored | undefined {
  const worth = ({ score }: Scored): number => (score && score.score > -Infinity ? score.score : -Infinity);
  return scores.toSorted((a, b) => worth(b) - worth(a))[0];
}

function oppositeOf({ head, evidence }: Expectation, all: readonly TextName[], measured: Measured): string | null {
  const labels = evidence.by === 'label' ? evidence.labels : evidence.by === 'score' ? [evidence.label] : [];
  for (const label of labels) {
    const opposite = OPPOSITES[label];
    const text = opposite && all.find((name) => labelOn(measured, name, head, opposite)?.status === 'assigned');
    if (text !== undefined) return `${opposite} on "${text}"`;
  }
  return null;
}

function rounded(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? 'none' : value.toFixed(2);
}
