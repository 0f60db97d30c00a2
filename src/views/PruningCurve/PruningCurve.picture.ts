import { curveLayout } from './PruningCurve.layout.ts';
import type { CurveLayout, CurveLine, CurvePlace, CurveSeries } from './PruningCurve.layout.ts';

/** What is left as heads are taken away. */
export type CurveValues = {
  /** Up to three; `importance`, `own` and `random` have a look of their own. */
  readonly series: readonly CurveSeries[];
  readonly nHeads: number;
  /** The value with all heads. */
  readonly baseline: number;
  /** "loss" */
  readonly quantity: string;
  /** "nats per token" */
  readonly unit: string;
};

/** The colours of lines by their part on a page: the accent, the ink, the ink of lesser things. */
type LineTone = 'accent' | 'ink' | 'muted';

export type DrawnLine = Omit<CurveLine, 'places'> & {
  readonly name: string;
  readonly tone: LineTone;
  /** As `stroke-dasharray`, empty for a whole line: a print may be grey. */
  readonly dashes: string;
  readonly dots: readonly CurvePlace[];
  /** From the end of a line that is still under way to its name. */
  readonly leader: { readonly from: CurvePlace; readonly to: CurvePlace } | null;
};

export type CurvePicture = {
  readonly width: number;
  readonly height: number;
  readonly layout: CurveLayout;
  /** What the axes are of. */
  readonly across: string;
  readonly upwards: string;
  readonly lines: readonly DrawnLine[];
};

/** Lines are told apart by their dashes as well as by their colour. */
const LOOKS: Readonly<Record<string, Pick<DrawnLine, 'tone' | 'dashes'>>> = {
  importance: { tone: 'accent', dashes: '' },
  own: { tone: 'ink', dashes: '7 3' },
  random: { tone: 'muted', dashes: '2 3' },
};

const NO_LOOK: Pick<DrawnLine, 'tone' | 'dashes'> = { tone: 'ink', dashes: '' };

/** What is to be drawn of curves in a box of CSS pixels. */
export function curvePicture(
  { series, nHeads, baseline, quantity, unit }: CurveValues,
  { width, height }: { readonly width: number; readonly height: number },
  rem: number,
): CurvePicture {
  const layout = curveLayout(series, nHeads, baseline, width, height, rem);
  return {
    width,
    height,
    layout,
    across: 'heads left',
    upwards: `${quantity}, ${unit}`,
    lines: layout.lines.map(({ places, ...line }, index) => ({
      ...line,
      name: series[index]?.name ?? '',
      ...(LOOKS[line.id] ?? NO_LOOK),
      dots: layout.hasDots ? places : places.slice(-1),
      leader: leaderOf(places.at(-1), line.label, rem),
    })),
  };
}

function leaderOf(end: CurvePlace | undefined, name: CurvePlace | null, rem: number): DrawnLine['leader'] {
  if (end === undefined || name === null || name.x - end.x < 1.5 * rem) return null;
  return { from: { x: end.x + 5, y: end.y }, to: { x: name.x - 4, y: name.y } };
}
