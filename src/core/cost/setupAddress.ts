import { COST_BASES, setupOf } from './setup.ts';
import type { CostSetup } from './setup.ts';
import { WORKED_SHAPES } from './workedShapes.ts';

type IsSize = (value: number) => boolean;
const upTo =
  (most: number): IsSize =>
  (value) =>
    value >= 1 && value <= most;
const oneOf =
  (...values: readonly number[]): IsSize =>
  (value) =>
    values.includes(value);

/** The sizes of a comparison by their letters in a link, and what is read of each. */
const SIZES = {
  /** The heads that are looked at. */
  h: upTo(1024),
  d: upTo(65_536),
  /** Of all heads together. */
  w: upTo(1_048_576),
  /** d_k */
  k: upTo(65_536),
  /** Heads that share one head of keys and values. */
  s: upTo(1024),
  t: upTo(1_048_576),
  /** Layers. */
  l: upTo(1024),
  /** Bytes of a number. */
  b: oneOf(1, 2, 4),
  bias: oneOf(0, 1),
  /** Whether the width of each head is kept. */
  each: oneOf(0, 1),
} as const;
type Letter = keyof typeof SIZES;

/**
 * A comparison as a link writes it: what it began with and what is otherwise, `gpt2.h16.t512`.
 * That of the model on screen has all its sizes, since a link is read before its model is there.
 */
export function formatSetup(setup: CostSetup): string {
  const [own, usual] = [lettersOf(setup), usualOf(setup.base)];
  const parts = letters().filter((letter) => usual === null || usual[letter] !== own[letter]);
  return [setup.base, ...parts.map((letter) => `${letter}${own[letter]}`)].join('.');
}

/** Reads what `formatSetup` writes; null if any part is broken or beyond the page's sizes, or a size is missing. */
export function parseSetup(text: string): CostSetup | null {
  const [begun, ...parts] = text.split('.');
  const base = COST_BASES.find((one) => one === begun);
  if (base === undefined) return null;
  const found: Partial<Record<Letter, number>> = { ...usualOf(base) };
  for (const part of parts) {
    const [, name, digits] = /^([a-z]+)(\d{1,7})$/.exec(part) ?? [];
    const letter = letters().find((one) => one === name);
    if (letter === undefined || !SIZES[letter](Number(digits))) return null;
    found[letter] = Number(digits);
  }
  const { h, d, w, k, s, t, l, b, bias, each } = found;
  if (h === undefined || d === undefined || w === undefined || k === undefined || s === undefined) return null;
  if (t === undefined || l === undefined || b === undefined || bias === undefined || each === undefined) return null;
  const kept = each === 1 ? 'each' : 'together';
  return {
    base,
    nHeads: h,
    fixed: { kept, d, width: w, dK: k, sharing: s, nTokens: t, nLayers: l, hasBiases: bias === 1, bytes: b },
  };
}

function usualOf(base: CostSetup['base']): Readonly<Record<Letter, number>> | null {
  return base === 'model' ? null : lettersOf(setupOf(base, WORKED_SHAPES[base]));
}

function lettersOf({ nHeads, fixed }: CostSetup): Readonly<Record<Letter, number>> {
  const { kept, d, width, dK, sharing, nTokens, nLayers, hasBiases, bytes } = fixed;
  const [bias, each] = [hasBiases ? 1 : 0, kept === 'each' ? 1 : 0];
  return { h: nHeads, d, w: width, k: dK, s: sharing, t: nTokens, l: nLayers, b: bytes, bias, each };
}

function letters(): readonly Letter[] {
  return Object.keys(SIZES).filter((name): name is Letter => name in SIZES);
}
