import type { HeadTime } from '../../core/cost/headTimes.ts';

/** A layer with so many heads, ready to be run. */
export type TimedLayer = { readonly nHeads: number; run(): Promise<void> };

/** Passes of each number of heads that count; the first of all, which compiles and warms up, does not. An even number, for its halves. */
export const N_ROUNDS = 12;

type Tools = {
  /** Ends a step: rejects once nobody wants to know any more. */
  readonly turn: () => Promise<void>;
  /** Milliseconds. */
  readonly now: () => number;
  /** Gets the fastest pass of each layer so far, in the order of `layers`, after each round from the second on. */
  readonly tell: (times: readonly HeadTime[], nRounds: number) => void;
};

/**
 * Runs each layer once, and then in rounds, there and back, so that a machine that grows slower or faster meanwhile does so for all.
 * The fastest pass is told: what else the machine does only makes a pass slower.
 */
export async function fastest(layers: readonly TimedLayer[], { turn, now, tell }: Tools): Promise<void> {
  /** Of odd rounds and of even ones, which are so many measurements of the same. */
  const halves = [new Map<TimedLayer, number>(), new Map<TimedLayer, number>()] as const;
  for (let round = 0; round <= N_ROUNDS; round++) {
    for (const layer of round % 2 === 0 ? layers : layers.toReversed()) {
      const start = now();
      await layer.run();
      const ms = now() - start;
      const best = halves[round % 2 === 0 ? 0 : 1];
      if (round > 0) best.set(layer, Math.min(ms, best.get(layer) ?? Infinity));
      await turn();
    }
    if (round < 2) continue;
    const times = layers.map((layer) => {
      const [one = Infinity, other = Infinity] = halves.map((best) => best.get(layer));
      const ms = Math.min(one, other);
      return { nHeads: layer.nHeads, ms, unrest: ms > 0 ? Math.max(one, other) / ms - 1 : 0 };
    });
    tell(times, round);
  }
}
