import type { PositionEffect } from '../../core/effect/effect.ts';
import type { Token } from '../../core/tokens.ts';
import { visibleText } from '../../core/tokenText.ts';
import type { DataColumn } from '../DataTable/columns.ts';
import { fourDecimals } from '../parts/numbers.ts';

/** What stands at a position, or nothing. */
export function textAt(tokens: readonly Token[], position: number): string {
  const token = tokens[position];
  return token === undefined ? '' : visibleText(token);
}

type Turn = { readonly position: number; readonly turn: number; readonly token: string };

/** Columns of the turns of output vectors. */
export const TURN_COLUMNS: readonly DataColumn<Turn>[] = [
  { id: 'position', title: 'position', kind: 'name', value: (row) => row.position },
  { id: 'token', title: 'token', kind: 'text', value: (row) => row.token },
  {
    id: 'turn',
    title: 'turn',
    unit: '1 − cosine',
    kind: 'number',
    value: (row) => row.turn,
    text: (row) => fourDecimals(row.turn),
  },
];

/** Columns of the effect on single positions. */
export function positionColumns(
  tokens: readonly Token[],
  textOf: (id: number) => string,
): readonly DataColumn<PositionEffect>[] {
  const loss = (id: string, title: string, hint: string, of: (row: PositionEffect) => number) =>
    ({
      id,
      title,
      unit: 'nats',
      hint,
      kind: 'number',
      value: of,
      text: (row: PositionEffect) => fourDecimals(of(row)),
    }) as const;
  const share = (id: string, title: string, of: (row: PositionEffect) => number) =>
    ({
      id,
      title,
      hint: 'Probability of the truth',
      kind: 'number',
      value: of,
      text: (row: PositionEffect) => fourDecimals(of(row)),
    }) as const;
  const word = (id: number | null | undefined): string => (id === null || id === undefined ? '' : textOf(id));
  return [
    { id: 'position', title: 'position', kind: 'name', value: (row) => row.position },
    { id: 'token', title: 'token', kind: 'text', value: (row) => textAt(tokens, row.position) },
    { id: 'truth', title: 'truth', kind: 'text', value: (row) => word(row.target) },
    share('pBefore', 'p before', (row) => Math.exp(-row.lossBefore)),
    share('pAfter', 'p after', (row) => Math.exp(-row.lossAfter)),
    loss('lossBefore', 'loss before', 'Of the truth: -ln p', (row) => row.lossBefore),
    loss('lossAfter', 'loss after', 'Of the truth: -ln p', (row) => row.lossAfter),
    loss('kl', 'KL', 'How far the prediction moves, over the whole vocabulary', (row) => row.kl),
    { id: 'topBefore', title: 'top before', kind: 'text', value: (row) => word(row.before[0]?.id) },
    {
      id: 'topAfter',
      title: 'top after',
      kind: 'text',
      value: (row) => word(row.after[0]?.id),
      text: (row) => `${word(row.after[0]?.id)}${row.isFlipped ? ' ≠' : ''}`,
    },
    ...candidateColumns('before', word),
    ...candidateColumns('after', word),
  ];
}

/** Candidates that the lists of predictions show. */
const N_SHOWN = 5;

/** The most probable tokens with their probability, which stand on screen as lists of one position each. */
function candidateColumns(
  side: 'before' | 'after',
  word: (id: number | undefined) => string,
): readonly DataColumn<PositionEffect>[] {
  return Array.from({ length: N_SHOWN }, (_, rank): readonly DataColumn<PositionEffect>[] => [
    {
      id: `${side}${rank}`,
      title: `${side} ${rank + 1}`,
      kind: 'text',
      value: (row) => word(row[side][rank]?.id),
      isFileOnly: true,
    },
    {
      id: `p${side}${rank}`,
      title: `p ${side} ${rank + 1}`,
      kind: 'number',
      value: (row) => row[side][rank]?.probability ?? null,
      isFileOnly: true,
    },
  ]).flat();
}
