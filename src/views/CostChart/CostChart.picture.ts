import { headsWords, ratioWords } from '../parts/amounts.ts';
import { costLayout } from './CostChart.layout.ts';
import type { CostAxis, CostLayout, CostPlace, CostSeries } from './CostChart.layout.ts';

/** What more heads cost. */
export type CostValues = CostAxis & {
  /** Up to three of formulas, which have looks by their order, and `measured`, which is of dots. */
  readonly series: readonly CostSeries[];
  /** What the marked number of heads is of: "Bookworm GPT". */
  readonly ownName: string;
};

/** The colours of lines by their part on a page. */
type CostTone = 'accent' | 'ink' | 'muted' | 'evidence';

export type DrawnCost = {
  readonly id: string;
  readonly name: string;
  readonly tone: CostTone;
  /** As `stroke-dasharray`, empty for a whole line: a print may be grey. */
  readonly dashes: string;
  /** Measured: dots, joined by a thin line. */
  readonly isMeasured: boolean;
  readonly path: string;
  readonly places: readonly CostPlace[];
  /** "×64 with 64 heads", for the legend; empty without a point. */
  readonly end: string;
};

export type CostPicture = {
  readonly width: number;
  readonly height: number;
  readonly layout: CostLayout;
  readonly across: string;
  readonly upwards: string;
  readonly ownName: string;
  readonly lines: readonly DrawnCost[];
};

const LOOKS = [
  { tone: 'accent', dashes: '' },
  { tone: 'ink', dashes: '7 3' },
  { tone: 'muted', dashes: '2 3' },
] as const;

/** What is to be drawn of costs in a box of CSS pixels. */
export function costPicture(
  { series, ownName, ...axis }: CostValues,
  { width, height }: { readonly width: number; readonly height: number },
  rem: number,
): CostPicture {
  const layout = costLayout(series, axis, width, height, rem);
  const first = series.flatMap(({ points }) => points[0]?.nHeads ?? []);
  const upwards = `times as much as with ${headsWords(Math.min(...first))}`;
  return {
    width,
    height,
    layout,
    across: 'heads',
    upwards: first.length === 0 ? 'no such layer, whatever its number of heads' : upwards,
    ownName,
    lines: series.map(({ id, name, points }, index) => {
      const isMeasured = id === 'measured';
      const last = points.at(-1);
      return {
        id,
        name,
        ...(isMeasured ? { tone: 'evidence' as const, dashes: '' } : (LOOKS[index] ?? LOOKS[2])),
        isMeasured,
        path: layout.lines[index]?.path ?? '',
        places: layout.lines[index]?.places ?? [],
        end: last === undefined ? '' : `×${ratioWords(last.ratio)} with ${headsWords(last.nHeads)}`,
      };
    }),
  };
}
