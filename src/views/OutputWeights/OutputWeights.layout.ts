/** Places of what heads give, side by side, and of the weights that it is multiplied by; CSS pixels from the top left. */
export type OutputWeightsLayout = {
  readonly nHeads: number;
  readonly width: number;
  readonly height: number;
  /** Where the words over the pictures have their middle. */
  readonly title: number;
  readonly top: number;
  /** Of one head's block. */
  readonly block: number;
  /** The strip of what heads give. */
  readonly left: number;
  readonly strip: number;
  /** The weights, from `weights` on. */
  readonly weights: number;
  readonly across: number;
  /** Every how many heads there is room for a name. */
  readonly every: number;
};

/** In rem. */
const TITLE = 1.5;
const NAMES = 3.6;
const STRIP = 1.4;
const GAP = 0.9;
const TALLEST = 18;
const LOWEST = 1.2;
const WIDEST = 28;

/** Fits blocks of heads into a width; a block is as tall as names want it, as long as there is room. */
export function outputWeightsLayout(nHeads: number, width: number, rem: number): OutputWeightsLayout {
  const [left, strip] = [NAMES * rem, STRIP * rem];
  const weights = left + strip + GAP * rem;
  const block = Math.max(2, Math.min(2.4 * rem, (TALLEST * rem) / Math.max(1, nHeads)));
  const across = Math.max(rem, Math.min(WIDEST * rem, width - weights));
  const top = TITLE * rem;
  return {
    nHeads,
    width: weights + across,
    height: top + nHeads * block,
    title: (TITLE / 2) * rem,
    top,
    block,
    left,
    strip,
    weights,
    across,
    every: Math.max(1, Math.ceil((LOWEST * rem) / block)),
  };
}

/** The head whose block is at a height; null beside the blocks. */
export function headAt({ nHeads, top, block }: OutputWeightsLayout, y: number): number | null {
  const head = Math.floor((y - top) / block);
  return head >= 0 && head < nHeads ? head : null;
}

/** Where a key leads from a head; null for a key that leads nowhere. */
export function moveOnHeads(nHeads: number, from: number, key: string): number | null {
  if (key === 'ArrowUp') return Math.max(0, from - 1);
  if (key === 'ArrowDown') return Math.min(nHeads - 1, from + 1);
  if (key === 'Home') return 0;
  return key === 'End' ? nHeads - 1 : null;
}
