import type { Effect } from './effect.ts';

/** A token that is foretold worse than before; probabilities are 0 to 1. */
type HurtWord = {
  /** Where the token itself stands: in a causal model one after the position that foretells it. */
  readonly position: number;
  readonly before: number;
  readonly after: number;
};

/** Losses that rise by less, in nats, are passed over: the token is 5 % less probable than it was. Our choice. */
const LEAST_RISE = 0.05;

/** The scored tokens whose own loss rises most, the most hurt first, at most `max` of them. */
export function hurtWords({ objective, positions }: Effect, max = 3): readonly HurtWord[] {
  return positions
    .map(({ position, target, lossBefore, lossAfter }) => ({
      position: objective === 'next-token' ? position + 1 : position,
      rise: target === null ? NaN : lossAfter - lossBefore,
      before: Math.exp(-lossBefore),
      after: Math.exp(-lossAfter),
    }))
    .filter(({ rise }) => rise >= LEAST_RISE)
    .toSorted((a, b) => b.rise - a.rise)
    .slice(0, max)
    .map(({ position, before, after }) => ({ position, before, after }));
}

/** Where there is no language head: the tokens whose output vectors turn most, the most first. Positions. */
export function mostTurned({ turns }: Effect, max = 3): readonly number[] {
  if (turns === null) return [];
  return [...turns.keys()]
    .filter((at) => turns[at]! > 0)
    .toSorted((a, b) => turns[b]! - turns[a]!)
    .slice(0, max);
}
