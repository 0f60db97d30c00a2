import { VISIBLE_TIMES } from '../../core/ablation/formulas.ts';
import { LABEL_WORDS } from '../../core/labels/words.ts';
import type { LabelId } from '../../core/labels/report.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { Spread } from '../../core/stats/spread.ts';
import type { DataColumn } from '../DataTable/columns.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { fourDecimals, signedFourDecimals } from '../parts/numbers.ts';
import styles from './HeadMap.module.css';

/** What a sweep found for one head; NaN for what the model has not. */
export type HeadListRow = {
  readonly head: HeadRef;
  /** With the true number of the layer. */
  readonly name: string;
  readonly label: LabelId | null;
  /** In plain words, and by its technical name. */
  readonly labelText: string;
  readonly labelName: string;
  /** Nats per token. */
  readonly lossChange: number;
  /** Nats, mean over positions. */
  readonly meanKl: number;
  readonly nFlips: number;
  readonly nPositions: number;
  /** 1 - cosine of the outputs, for models without a language head. */
  readonly meanTurn?: number;
  /** Inputs whose likeliest class is the true one, with all heads and without this one, and of how many; left out where no class is known. */
  readonly right?: { readonly before: number; readonly after: number; readonly of: number };
  /** The token where KL is largest, or empty. */
  readonly worst: string;
  readonly isFaint: boolean;
  /** Of the effect that the head is ranked by, from input to input; left out for one. */
  readonly spread?: Spread & { readonly firstRank: number; readonly lastRank: number };
  /** What the same computation differs by when it is repeated, of what tells whether the head is faint. */
  readonly noise?: { readonly of: string; readonly floor: number; readonly bound: number };
};

export type RankedHead = HeadListRow & { readonly rank: number };

type Column = DataColumn<RankedHead>;

/** The columns for models with a language head, or without one, over several sentences or one. */
export function headColumns(
  showsTurn: boolean,
  showsSpread: boolean,
  showsRight: boolean,
  thing: string,
): readonly Column[] {
  const spread = [...(showsRight ? [RIGHT] : []), ...(showsSpread ? spreadColumns(thing) : [])];
  return showsTurn
    ? [...START, TURN, ...spread, ...NOISE_COLUMNS]
    : [...START, LOSS, ...spread, ...PREDICTION_COLUMNS, ...NOISE_COLUMNS];
}

const START: readonly Column[] = [
  { id: 'rank', title: 'rank', kind: 'number', value: (row) => row.rank },
  { id: 'head', title: 'head', kind: 'name', value: (row) => row.name },
  {
    id: 'label',
    title: 'label',
    kind: 'text',
    value: (row) => row.labelText,
    render: (row) => (
      <span className={styles.label}>
        {row.label === null ? null : <Glyph shape={LABEL_WORDS[row.label].glyph} />} {row.labelText}
      </span>
    ),
  },
  { id: 'labelName', title: 'technical name', kind: 'text', value: (row) => row.labelName, isFileOnly: true },
];

const LOSS: Column = {
  id: 'loss',
  title: 'loss change',
  unit: 'nats',
  hint: 'Mean loss per token or picture without the head, less that of the whole model',
  kind: 'number',
  value: (row) => row.lossChange,
  text: (row) => signedFourDecimals(row.lossChange),
};

const RIGHT: Column = {
  id: 'right',
  title: 'named rightly',
  hint: 'Pictures whose likeliest class is the true one: with all heads → without this one',
  kind: 'number',
  value: (row) => row.right?.after ?? null,
  text: ({ right }) => (right === undefined ? '–' : `${right.before} → ${right.after} of ${right.of}`),
};

const TURN: Column = {
  id: 'turn',
  title: 'turn',
  unit: '1 − cosine',
  hint: 'How far the output vectors turn, mean over tokens',
  kind: 'number',
  value: (row) => row.meanTurn ?? Number.NaN,
  text: (row) => fourDecimals(row.meanTurn ?? Number.NaN),
};

const PREDICTION_COLUMNS: readonly Column[] = [
  {
    id: 'kl',
    title: 'KL',
    unit: 'nats',
    hint: 'How far the predictions move, mean over positions',
    kind: 'number',
    value: (row) => row.meanKl,
    text: (row) => fourDecimals(row.meanKl),
  },
  {
    id: 'flips',
    title: 'flips',
    hint: 'Positions whose most probable token is another one',
    kind: 'number',
    value: (row) => row.nFlips,
    text: (row) => `${row.nFlips} of ${row.nPositions}`,
  },
  { id: 'positions', title: 'positions', kind: 'number', value: (row) => row.nPositions, isFileOnly: true },
  { id: 'worst', title: 'worst place', kind: 'text', value: (row) => row.worst },
];

function ofSpread(id: 'deviation' | 'least' | 'largest', title: string, hint: string): Column {
  const value = (row: RankedHead): number => row.spread?.[id] ?? Number.NaN;
  const text = id === 'deviation' ? fourDecimals : signedFourDecimals;
  return { id, title, hint, kind: 'number', value, text: (row) => text(value(row)) };
}

function spreadColumns(thing: string): readonly Column[] {
  return [
    ofSpread('deviation', 'st. dev.', `Standard deviation of the effect from ${thing} to ${thing}`),
    ofSpread('least', 'least', `The least effect on a ${thing}`),
    ofSpread('largest', 'largest', `The largest effect on a ${thing}`),
    {
      id: 'ranks',
      title: 'ranks',
      hint: `The first and the last rank on single ${thing}s`,
      kind: 'number',
      value: (row) => row.spread?.firstRank ?? null,
      text: ({ spread }) => (spread === undefined ? '–' : `${spread.firstRank} to ${spread.lastRank}`),
    },
    {
      id: 'lastRank',
      title: 'last rank',
      kind: 'number',
      value: (row) => row.spread?.lastRank ?? null,
      isFileOnly: true,
    },
    {
      id: 'sentences',
      title: `${thing}s`,
      hint: `How many ${thing}s the head was measured on`,
      kind: 'number',
      value: (row) => row.spread?.count ?? null,
    },
  ];
}

const NOISE_COLUMNS: readonly Column[] = [
  { id: 'noiseOf', title: 'noise of', kind: 'text', value: (row) => row.noise?.of ?? '', isFileOnly: true },
  { id: 'floor', title: 'noise floor', kind: 'number', value: (row) => row.noise?.floor ?? null, isFileOnly: true },
  {
    id: 'bound',
    title: `${VISIBLE_TIMES} x noise floor`,
    kind: 'number',
    value: (row) => row.noise?.bound ?? null,
    isFileOnly: true,
  },
  {
    id: 'faint',
    title: 'within the noise',
    kind: 'text',
    value: (row) => (row.isFaint ? 'yes' : 'no'),
    isFileOnly: true,
  },
];
