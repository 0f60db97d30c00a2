import { LITTLE } from '../../core/ablation/formulas.ts';
import type { Effect, PositionEffect } from '../../core/effect/effect.ts';

/** What stands under one token of the sentence. */
export type EffectMark = {
  /** KL in nats, or for models without a language head 1 - cosine; null where nothing is compared. */
  readonly value: number | null;
  /** Of the full bar, 0 to 1. */
  readonly share: number;
  readonly isFlipped: boolean;
  readonly isWorst: boolean;
  /** Below the noise. */
  readonly isFaint: boolean;
  /** What the position predicts before and after; null without a language head. */
  readonly effect: PositionEffect | null;
};

/** What a full bar stands for: the largest value of the sentence, unless that is next to nothing and must look like it. */
export function fullBar(effect: Effect): number {
  if (effect.turns !== null) return Math.max(LITTLE.turn, ...Array.from(effect.turns).filter(Number.isFinite));
  return Math.max(LITTLE.kl, ...effect.positions.map(({ kl }) => kl).filter(Number.isFinite));
}

/** The marks of all tokens; `floor` is the largest value that is noise, or null. Shape: [token]. */
export function effectMarks(effect: Effect, nTokens: number, floor: number | null): readonly EffectMark[] {
  const byPosition = new Map(effect.positions.map((one) => [one.position, one]));
  const values = Array.from({ length: nTokens }, (_, position) => {
    const value = effect.turns === null ? byPosition.get(position)?.kl : effect.turns[position];
    return value === undefined || !Number.isFinite(value) ? null : value;
  });
  const largest = Math.max(0, ...values.map((value) => value ?? 0));
  const full = fullBar(effect);
  const worst = largest > (floor ?? 0) ? values.indexOf(largest) : -1;
  return values.map((value, position) => ({
    value,
    share: value === null ? 0 : Math.max(0, value / full),
    isFlipped: byPosition.get(position)?.isFlipped ?? false,
    isWorst: position === worst,
    isFaint: value !== null && floor !== null && value < floor,
    effect: byPosition.get(position) ?? null,
  }));
}

/** Where a key leads in a line of tokens; null for a key that leads nowhere. */
export function moveInLine(nTokens: number, from: number, key: string): number | null {
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, from - 1);
    case 'ArrowRight':
      return Math.min(nTokens - 1, from + 1);
    case 'Home':
      return 0;
    case 'End':
      return nTokens - 1;
    default:
      return null;
  }
}
