import { createBaseline } from '../../core/effect/baseline.ts';
import { classScoring, withRight } from '../../core/effect/classEffect.ts';
import type { EffectSummary, Objective } from '../../core/effect/effect.ts';
import { nextTokenScoring, pseudoLikelihoodPlan, pseudoScoring } from '../../core/effect/objectives.ts';
import type { MaskStep } from '../../core/effect/objectives.ts';
import { outputSummary, turnsOf } from '../../core/effect/turns.ts';
import type { Logits } from '../../core/run.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import { hideTokens } from './hideTokens.ts';
import type { Subject } from './subject.ts';

/** How the effect of ablations on one input is measured: which sequences a variant takes, and what is compared of them. */
export type Gauge = {
  /** The sequences of one variant, all of one length. */
  readonly feeds: readonly FeedValues[];
  /** The part of what the model said to feed `index` that is compared. Shape: [row, channel]. */
  readonly pick: (said: Logits, index: number) => Float32Array;
  /** Keeps what the model as it is said to all feeds; the result compares what ablated ones say with it. */
  readonly open: (before: readonly Float32Array[]) => (after: readonly Float32Array[]) => EffectSummary;
};

/** Masked tokens of a sentence in a study, evenly spread: each takes a pass of its own for every variant. */
const MAX_MASKED = 8;

/** Throws RangeError for a masked objective without the id of the mask. */
export function gaugeFor(objective: Objective, subject: Subject, maskId: number | null): Gauge {
  switch (objective) {
    case 'next-token':
      return nextTokenGauge(subject);
    case 'masked-token':
      if (maskId === null) throw new RangeError('invalid mask: the model has none');
      return maskedGauge(subject, pseudoLikelihoodPlan(subject.tokens, { max: MAX_MASKED }), maskId);
    case 'class':
      return classGauge(subject);
    case 'output':
      return outputGauge(subject);
  }
}

function nextTokenGauge({ feed, tokens, hasSource, said }: Subject): Gauge {
  const { nTokens, nVocab } = said;
  const { targets, positions } = nextTokenScoring(tokens, { hasSource });
  return {
    feeds: [feed],
    pick: ({ data }) => data,
    open: ([data = new Float32Array(0)]) => {
      const baseline = createBaseline({ nTokens, nVocab, data }, targets, positions);
      return ([after = new Float32Array(0)]) => baseline.compare(after);
    },
  };
}

function classGauge({ feed, label, said }: Subject): Gauge {
  const { targets, positions } = classScoring(label);
  return {
    feeds: [feed],
    pick: ({ data }) => data,
    open: ([data = new Float32Array(0)]) => {
      const baseline = createBaseline({ ...said, data }, targets, positions);
      return ([after = new Float32Array(0)]) => withRight(baseline.compare(after), label, data, after);
    },
  };
}

/** One row of each masked copy: what is said of its hidden token. */
function maskedGauge({ feed, tokens, said }: Subject, steps: readonly MaskStep[], maskId: number): Gauge {
  const { nVocab } = said;
  const { targets, positions, rows } = pseudoScoring(steps, tokens.length);
  return {
    feeds: maskedFeeds(feed, steps, maskId),
    pick: (logits, index) => rowOf(logits, steps[index]?.scoredPosition ?? 0),
    open: (before) => {
      const baseline = createBaseline(stackRows(before, nVocab), targets, positions, rows);
      return (after) => baseline.compare(stackRows(after, nVocab).data);
    },
  };
}

/** The copies of a sentence in which one word each is hidden. Throws RangeError for a feed that is no tokens. */
export function maskedFeeds(feed: FeedValues, steps: readonly MaskStep[], maskId: number): readonly FeedValues[] {
  const { tokens, decoderIds } = feed;
  if (!tokens || decoderIds) throw new RangeError('invalid feed: only one sequence can be masked');
  return steps.map((step) => ({ tokens: hideTokens(tokens, step.maskedPositions, maskId) }));
}

/** A copy, so that the other rows need not be kept. Shape: [token, vocabulary] -> [vocabulary]. */
export function rowOf({ nVocab, data }: Logits, position: number): Float32Array {
  return data.slice(position * nVocab, (position + 1) * nVocab);
}

/** Shape: rows of [vocabulary] -> [row, vocabulary]. */
export function stackRows(rows: readonly Float32Array[], nVocab: number): Logits {
  const data = new Float32Array(rows.length * nVocab);
  for (const [index, row] of rows.entries()) data.set(row, index * nVocab);
  return { nTokens: rows.length, nVocab, data };
}

function outputGauge({ feed, said: { nTokens, nVocab } }: Subject): Gauge {
  return {
    feeds: [feed],
    pick: ({ data }) => data,
    open:
      ([before = new Float32Array(0)]) =>
      ([after = new Float32Array(0)]) =>
        outputSummary(turnsOf(before, after, nTokens, nVocab)),
  };
}
