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
