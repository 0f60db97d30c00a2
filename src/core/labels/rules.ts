import type { LabelId } from './report.ts';

/** The labels that are scored by kappa; the others describe the head as a whole. */
export type TargetLabel = Exclude<LabelId, 'broad' | 'uniform' | 'resting' | 'vertical+diagonal' | 'heterogeneous'>;

/** The gates of a target label: all four must hold. `rows` for `vertical` grows with the text, see `minRows`. */
export type Rule = { readonly score: number; readonly share: number; readonly rows: number; readonly z: number };

/** Thresholds; where each comes from is written in docs/metrics.md. */
export const RULES: Readonly<Record<TargetLabel, Rule>> = {
  previous: { score: 0.4, share: 0.12, rows: 4, z: 3 },
  next: { score: 0.4, share: 0.12, rows: 4, z: 3 },
  self: { score: 0.4, share: 0.12, rows: 4, z: 3 },
  offset: { score: 0.4, share: 0.12, rows: 4, z: 4 },
  local: { score: 0.5, share: 0.12, rows: 4, z: 2.5 },
  delimiter: { score: 0.5, share: 0.12, rows: 4, z: 2.5 },
  first: { score: 0.5, share: 0.12, rows: 4, z: 2.5 },
  punctuation: { score: 0.4, share: 0.12, rows: 4, z: 3 },
  vertical: { score: 0.4, share: 0.12, rows: 5, z: 4 },
  same_token: { score: 0.5, share: 0.12, rows: 3, z: 3 },
  induction: { score: 0.4, share: 0.12, rows: 3, z: 3 },
  block: { score: 0.5, share: 0.05, rows: 6, z: 3 },
  long_range: { score: 0.25, share: 0.08, rows: 6, z: 3 },
};

/** Below this many tokens, special ones included, no label is given. */
export const MIN_TOKENS = 6;
/** Below this mean attention on the keys a label looks at, the label cannot be judged. */
export const MIN_COVERAGE = 0.1;
/** A hint is a score of at least this part of its threshold. */
export const HINT_PART = 0.75;
/** `block` also needs its attention spread inside the segment: entropy ratio at least this. */
export const BLOCK_EVENNESS = 0.6;
export const BROAD = { score: 0.8, coverage: 0.5, rows: 4 };
export const UNIFORM = { score: 0.97, rows: 4 };
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
