import type { LabelId } from './report.ts';

/** The labels that are scored by kappa; the others describe the head as a whole, or the order of its rows. */
export type TargetLabel = Exclude<
  LabelId,
  'aligned' | 'broad' | 'uniform' | 'resting' | 'vertical+diagonal' | 'heterogeneous'
>;

/** The gates of a target label: all four must hold. `rows` for `vertical` grows with the text, see `minRows`. */
type Rule = { readonly score: number; readonly share: number; readonly rows: number; readonly z: number };

/** Thresholds; where each comes from is written in docs/metrics.md. */
export const RULES: Readonly<Record<TargetLabel, Rule>> = {
  previous: { score: 0.4, share: 0.12, rows: 4, z: 3 },
  next: { score: 0.4, share: 0.12, rows: 4, z: 3 },
  self: { score: 0.4, share: 0.12, rows: 4, z: 3 },
  offset: { score: 0.4, share: 0.12, rows: 4, z: 4 },
  local: { score: 0.5, share: 0.12, rows: 4, z: 2.5 },
  delimiter: { score: 0.4, share: 0.12, rows: 4, z: 2.5 },
  first: { score: 0.4, share: 0.12, rows: 4, z: 2.5 },
  punctuation: { score: 0.4, share: 0.12, rows: 4, z: 3 },
  vertical: { score: 0.4, share: 0.12, rows: 5, z: 4 },
  same_token: { score: 0.5, share: 0.12, rows: 3, z: 3 },
  induction: { score: 0.4, share: 0.12, rows: 3, z: 3 },
  block: { score: 0.5, share: 0.05, rows: 6, z: 3 },
  long_range: { score: 0.25, share: 0.08, rows: 6, z: 3 },
};

/** The gates of `aligned`; its odds are those of shuffled rows. */
export const ALIGNED = { score: 0.5, share: 0.12, rows: 6 };

/** Below this many tokens, special ones included, no label is given. */
export const MIN_TOKENS = 6;
/** Below this mean attention on the keys a label looks at, the label cannot be judged. */
export const MIN_COVERAGE = 0.1;
/** A hint is a score of at least this part of its threshold. */
export const HINT_PART = 0.75;
/** Share of rows that must peak on one diagonal or column for a head to lean to it; at least so many rows. */
export const LEAN = { broad: 0.8, heterogeneous: 0.6 };
export const MIN_TARGET_ROWS = 4;
/** A special token is named if tokens of its kind hold at least this part of what lies on special tokens. */
export const NAMED_SPECIAL = 2 / 3;
/** Of the few rows with a repeated word chance is skewed far up: the score must be this many times its chance line. */
export const CHANCE_TIMES: Partial<Readonly<Record<TargetLabel, number>>> = { same_token: 2, induction: 2 };
/**
 * Of a hundred heads without a pattern one may get a label of one: for each label that the text could show, this many
 * shuffles of a head's own rows for one that does as well, and for the best of several lines as many for each.
 */
export const ODDS = 100;
/** With more rows than this shuffles are not counted out: the bound alone decides, which never says too little. */
export const MAX_COUNTED_ROWS = 64;
/** `block` also needs its attention spread inside the segment: entropy ratio at least this. */
export const BLOCK_EVENNESS = 0.6;
export const BROAD = { score: 0.8, coverage: 0.5, rows: 4 };
/** Real heads move by some hundredths from one sentence to the next: a gate within their reach would flicker. */
export const UNIFORM = { score: 0.99, rows: 4 };
export const RESTING_SINK = 0.9;
export const VERTICAL_DIAGONAL = { sink: 0.3, diagonal: 0.2 };

/** Fewest rows on which a label is judged. */
export function minRows(label: TargetLabel, nReal: number): number {
  return label === 'vertical' ? Math.max(RULES.vertical.rows, Math.floor(nReal / 3)) : RULES[label].rows;
}

/** Labels that can explain another away, in the order they are tried. */
export const EXPLAINED_BY: readonly (readonly [TargetLabel, readonly TargetLabel[]])[] = [
  ['local', ['previous', 'next', 'self']],
  ['same_token', ['vertical']],
  ['induction', ['vertical']],
  ['long_range', ['vertical', 'same_token', 'induction']],
  ['offset', ['same_token', 'induction', 'vertical']],
  ['block', ['same_token', 'vertical']],
];
