import { AppError } from '../../core/errors.ts';
import type { Logits } from '../../core/run.ts';
import type { FeedValues } from './feeds.ts';
import type { Interventions, SiteIntervention } from './interventions.ts';

/** The two ways in which a graph scores sequences. */
type Scorers = {
  /** False if it is known beforehand that the graph takes one sequence only. */
  readonly canBatch: boolean;
  readonly scoreOne: (values: FeedValues, interventions: Interventions | null) => Promise<Logits>;
  /** Null if the graph takes no batch of these. */
  readonly scoreAll: (
    sequences: readonly FeedValues[],
    interventions: Interventions | null,
  ) => Promise<readonly Logits[] | null>;
};

/** Scores sequences in the way that was found to be right. */
type BatchScorer = {
  /** Sequences of one length, with the interventions of all of them. */
  readonly score: (sequences: readonly FeedValues[], interventions: Interventions | null) => Promise<readonly Logits[]>;
  /** Null until it is known. */
  readonly isBatched: () => boolean | null;
};

/** How far a batch may be from its sequences alone, in parts of the largest score but at least of 1. */
const TOLERANCE = 1e-4;

/**
 * Scores sequences together once that has been seen to give what each gives alone: the first two or more are scored in
 * both ways. Graphs may mix the sequences of a batch, as when they share one scale of quantisation.
 */
export function createBatchScorer({ canBatch, scoreOne, scoreAll }: Scorers): BatchScorer {
  let isBatched = canBatch ? null : false;

  const oneByOne = async (sequences: readonly FeedValues[], interventions: Interventions | null) => {
    const scores: Logits[] = [];
    for (const [at, values] of sequences.entries()) {
      scores.push(await scoreOne(values, partOf(interventions, at, sequences.length)));
    }
    return scores;
  };

  return {
    isBatched: () => isBatched,
    async score(sequences, interventions) {
      if (sequences.length > 1 && isBatched === true) {
        const together = await scoreAll(sequences, interventions);
        if (together !== null) return together;
      }
      const alone = await oneByOne(sequences, interventions);
      if (sequences.length > 1 && isBatched === null) {
        const together = await scoreAll(sequences, interventions).catch((error: unknown) => {
          if (error instanceof AppError) return null;
          throw error;
        });
        isBatched = together !== null && agree(together, alone);
      }
      return alone;
    },
  };
}

/** The interventions of one sequence of a batch. */
export function partOf(interventions: Interventions | null, at: number, nSequences: number): Interventions | null {
  if (interventions === null || nSequences === 1) return interventions;
  const part = (data: Float32Array): Float32Array => {
    const size = data.length / nSequences;
    return data.subarray(at * size, (at + 1) * size);
  };
  return interventions.map((site): SiteIntervention | null => {
    if (site === null) return null;
    const { scale, pattern, context } = site;
    return { ...site, scale: part(scale), pattern: pattern && part(pattern), context: context && part(context) };
  });
}

function agree(together: readonly Logits[], alone: readonly Logits[]): boolean {
  return alone.every(({ data }, at) => {
    const other = together[at]?.data;
    if (other?.length !== data.length) return false;
    const largest = data.reduce((max, value) => Math.max(max, Math.abs(value)), 1);
    return data.every((value, i) => Math.abs(value - (other[i] ?? NaN)) <= TOLERANCE * largest);
  });
}
