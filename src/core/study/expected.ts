import type { Objective } from '../effect/effect.ts';

/** Of a masked model so many words are hidden, one at a time, and scored. */
const MAX_MASKED = 8;

/** What comes to each pass: comparing its scores with those of the model as it is. */
const COMPARING = 1.5;

type Passes = {
  /** Of one pass of the model as it is. */
  readonly forwardMs: number;
  readonly nTokens: number;
  readonly nVariants: number;
  readonly objective: Objective;
};

/** How long variants on one input will take, in milliseconds: each is a pass, and so is the model as it is. */
export function measuringMs({ forwardMs, nTokens, nVariants, objective }: Passes): number {
  const nMasked = objective === 'masked-token' ? Math.min(MAX_MASKED, nTokens) : 1;
  return (nVariants + 1) * nMasked * forwardMs * COMPARING;
}

/** One cell of a pattern held against the same of another, on all keys and on content keys, in milliseconds. */
const CELL_MS = 1e-5;

/** How long it will take to hold all patterns of a stack against each other, in milliseconds. */
export function comparingMs(nHeads: number, nQueries: number, nKeys: number): number {
  return ((nHeads * (nHeads - 1)) / 2) * nQueries * nKeys * CELL_MS;
}

/** Words for a time that is only expected: "about 5 s". Under a second is not worth a number. */
export function expectedWords(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 1) return 'under a second';
  return seconds < 90 ? `about ${Math.round(seconds)} s` : `about ${Math.round(seconds / 60)} min`;
}
