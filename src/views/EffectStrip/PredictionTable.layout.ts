import type { Candidate, PositionEffect } from '../../core/effect/effect.ts';

/** One candidate of one of the two lists. */
export type PredictionRow = Candidate & {
  /** Rank in the other list, from 0; null if it is not among its first. */
  readonly other: number | null;
  readonly isTruth: boolean;
  /** Length of its bar, 0 to 1: of the largest probability of both lists. */
  readonly share: number;
};

/** A line between the two places of one candidate. */
type PredictionMove = { readonly id: number; readonly from: number; readonly to: number };

type PredictionLists = {
  readonly before: readonly PredictionRow[];
  readonly after: readonly PredictionRow[];
  readonly moves: readonly PredictionMove[];
};

/** The first `nShown` candidates before and after, aligned. */
export function predictionLists({ before, after, target }: PositionEffect, nShown: number): PredictionLists {
  const [first, second] = [before.slice(0, nShown), after.slice(0, nShown)];
  const largest = Math.max(0, ...[...first, ...second].map((one) => one.probability));
  const rowsOf = (list: readonly Candidate[], others: readonly Candidate[]): readonly PredictionRow[] =>
    list.map((one) => {
      const other = others.findIndex(({ id }) => id === one.id);
      return {
        ...one,
        other: other < 0 ? null : other,
        isTruth: one.id === target,
        share: largest === 0 ? 0 : one.probability / largest,
      };
    });
  const rows = rowsOf(first, second);
  return {
    before: rows,
    after: rowsOf(second, first),
    moves: rows.flatMap((row, from) => (row.other === null ? [] : [{ id: row.id, from, to: row.other }])),
  };
}

/** How a candidate of the list after has moved: "up 2", "down 1", "as before", "new". */
export function moveWords(rank: number, other: number | null): string {
  if (other === null) return 'new';
  if (other === rank) return 'as before';
  return other > rank ? `up ${other - rank}` : `down ${rank - other}`;
}

/** The same as a sign. */
export function moveSign(rank: number, other: number | null): string {
  if (other === null) return 'new';
  if (other === rank) return '=';
  return other > rank ? `↑${other - rank}` : `↓${rank - other}`;
}
