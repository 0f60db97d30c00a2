import type { Place } from '../../core/stretch/zoom.ts';

/** What keys do to the stretch that is shown. */
type StretchReach = {
  readonly onZoom: (factor: number) => void;
  readonly onAll: () => void;
  readonly onFind: () => void;
  /** By so many of the tokens that are shown. */
  readonly onPan: (by: Place) => void;
};

/** One row of the sheet behind "?": keys for texts of many tokens. */
type StretchKey = {
  readonly name: string;
  readonly says: string;
  /** Values of KeyboardEvent.key. */
  readonly keys: readonly string[];
  /** With Shift, and where cells are read; the others, wherever nothing is typed. */
  readonly isShifted?: true;
  does(reach: StretchReach, key: string): void;
};

/** How many times fewer tokens a step nearer shows. */
export const NEARER = 1.5;

const STEPS: Readonly<Record<string, Place>> = {
  ArrowUp: { query: -1, key: 0 },
  ArrowDown: { query: 1, key: 0 },
  ArrowLeft: { query: 0, key: -1 },
  ArrowRight: { query: 0, key: 1 },
};

/** Of a long text: nearer, farther, all of it, elsewhere, and where a token is. */
export const STRETCH_KEYS: readonly StretchKey[] = [
  { name: '+', says: 'long texts: fewer tokens, larger', keys: ['+', '='], does: ({ onZoom }) => onZoom(NEARER) },
  { name: '−', says: 'long texts: more tokens', keys: ['-', '−'], does: ({ onZoom }) => onZoom(1 / NEARER) },
  { name: '0', says: 'long texts: all tokens', keys: ['0'], does: ({ onAll }) => onAll() },
  { name: 'f', says: 'long texts: find a token', keys: ['f'], does: ({ onFind }) => onFind() },
  {
    name: 'Shift and arrows',
    says: 'long texts: on to other tokens, in a heatmap',
    keys: Object.keys(STEPS),
    isShifted: true,
    does: ({ onPan }, key) => {
      const { query, key: across } = STEPS[key] ?? { query: 0, key: 0 };
      onPan({ query: query / 2, key: across / 2 });
    },
  },
];

/** The row that answers to a key; undefined for none. */
export function stretchKeyOf(key: string, isShifted: boolean): StretchKey | undefined {
  return STRETCH_KEYS.find((row) => row.keys.includes(key) && (!row.isShifted || isShifted));
}
