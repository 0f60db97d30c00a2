import type { BackendInfo } from '../run.ts';

/** One attention layer that is timed with several numbers of heads, which divide its width; everything else stays. */
export type TimingPlan = { readonly d: number; readonly nTokens: number; readonly counts: readonly number[] };

/** The fastest pass so far of the layer with so many heads. */
export type HeadTime = {
  readonly nHeads: number;
  readonly ms: number;
  /** How far the fastest of every other pass is from the fastest of the rest, as a share of the smaller: what a time may be off by, at least. */
  readonly unrest: number;
};

/** What a timing has come to by now: of each number of heads the fastest of `nRounds` passes, of `nRoundsInAll` that are to be. */
export type HeadTimes = {
  readonly times: readonly HeadTime[];
  readonly nRounds: number;
  readonly nRoundsInAll: number;
  /** What the layer ran on. */
  readonly backend: BackendInfo;
};

/** Fewer rounds tell no ratio: a first pass or two are slow for reasons of their own. Three passes in each half of what `unrest` compares. */
export const ENOUGH_ROUNDS = 6;

/** How long a layer takes, as a multiple of what it takes with fewer heads. */
type TimeRatio = {
  readonly ratio: number;
  /** What the ratio may be off by, at least, as a share of it. */
  readonly unrest: number;
};

/** How many times as long a layer with so many heads takes as with `first`; null where either was not timed. */
export function timeRatio(times: readonly HeadTime[], nHeads: number, first: number): TimeRatio | null {
  const [some, least] = [nHeads, first].map((count) => times.find((time) => time.nHeads === count));
  if (some === undefined || least === undefined || least.ms <= 0) return null;
  return { ratio: some.ms / least.ms, unrest: nHeads === first ? 0 : Math.max(some.unrest, least.unrest) };
}
