import type { HeadReport } from '../../core/labels/report.ts';
import type { ColorLegendValues } from '../../views/HeadGrid/colorLegend.ts';
import type { HeadFact } from '../../views/parts/fact.ts';
import type { ShownPatterns } from '../../views/paint/headPaint.ts';
import type { ColorKey, View } from '../state/view.ts';

/** What colours the heads of the grid: a number or a group each, and what the colours stand for. */
export type GridColoring = {
  /** "Entropy of the rows, in nats" */
  readonly title: string;
  readonly facts: ReadonlyMap<string, HeadFact>;
  /** The value at the end of the ramp. */
  readonly max: number;
  /** What the numbers were measured on, where that is not the sentence on screen. */
  readonly from: string | null;
  readonly legend: ColorLegendValues;
  /** Maps that are drawn in place of the patterns, on the scale of the legend; then no head has a number. */
  readonly maps?: ShownPatterns;
  /** Set where they are of the text before, while those of the one on screen are on their way: they are paled. */
  readonly isLate?: true;
  /** Labels of these maps in the place of those of the patterns, where a person asked for them. */
  readonly labels?: readonly HeadReport[];
};

/** What the grid is coloured by, within a sentence: "distance from L0H6, measured on “The boy …”". */
export function coloringWords({ title, from }: GridColoring): string {
  return `${title.charAt(0).toLowerCase()}${title.slice(1)}${from === null ? '' : `, measured on ${from}`}`;
}

/** What the grid is coloured by: what was chosen, else what the page on the right is about. */
export function colorKeyOf({ color, panel }: Pick<View, 'color' | 'panel'>): ColorKey {
  if (color !== 'weight') return color;
  return panel === 'importance' ? 'importance' : panel === 'alike' ? 'distance' : 'weight';
}
