import type { Cell } from '../table/csv.ts';
import type { Token } from '../tokens.ts';
import type { HeadInside, RowInside } from './road.ts';
import type { Sharpened } from './sharpenedRow.ts';

/** Columns of the table of one row of a head. */
export const ROW_COLUMNS = [
  'key',
  'token',
  'allowed',
  'raw',
  'score',
  'weight',
  'weightScaleOff',
  'weightTau',
  'offered',
  'sent',
] as const;

/** One row of a head as a table, a key a line; what is not to be had, or not allowed, is empty. */
export function rowTable(
  { offered }: HeadInside,
  { weights, allowed, raw, scores, sent }: RowInside,
  keyTokens: readonly Token[],
  { scaleOff, temperature }: { readonly scaleOff: Sharpened; readonly temperature: Sharpened },
): readonly (readonly Cell[])[] {
  return keyTokens.map((token, key) => {
    const isAllowed = allowed[key] !== 0;
    const only = (value: number | undefined | null): Cell => (isAllowed ? (value ?? null) : null);
    return [
      key,
      token.text,
      isAllowed,
      raw?.[key] ?? null,
      only(scores?.[key]),
      only(weights[key]),
      only('refused' in scaleOff ? null : scaleOff.weights[key]),
      only('refused' in temperature ? null : temperature.weights[key]),
      offered?.[key] ?? null,
      only(sent?.sent[key]),
    ];
  });
}

/** The same of another text, in columns behind: what stands at the same place there. */
export const AGAINST_COLUMNS = [
  'otherToken',
  'otherAllowed',
  'otherRaw',
  'otherScore',
  'otherWeight',
  'otherSent',
] as const;

/** The row of another text for `AGAINST_COLUMNS`, as many lines as it has keys. */
export function againstTable(row: RowInside, keyTokens: readonly Token[]): readonly (readonly Cell[])[] {
  const { weights, allowed, raw, scores, sent } = row;
  return keyTokens.map(({ text }, key) => {
    const isAllowed = allowed[key] !== 0;
    const only = (value: number | undefined | null): Cell => (isAllowed ? (value ?? null) : null);
    return [text, isAllowed, raw?.[key] ?? null, only(scores?.[key]), only(weights[key]), only(sent?.sent[key])];
  });
}

/** Lines of two tables side by side; where one has fewer its cells are empty, but for the number of the key. */
export function sideBySide(
  first: readonly (readonly Cell[])[],
  second: readonly (readonly Cell[])[],
): readonly (readonly Cell[])[] {
  const none = (count: number): readonly Cell[] => Array.from({ length: count }, () => null);
  return Array.from({ length: Math.max(first.length, second.length) }, (_, key) => [
    ...(first[key] ?? [key, ...none(ROW_COLUMNS.length - 1)]),
    ...(second[key] ?? none(AGAINST_COLUMNS.length)),
  ]);
}
