import { trainedLayout } from './TrainedChart.layout.ts';
import type { PanelLayout, TrainedPoint } from './TrainedChart.layout.ts';

/** One thing that was measured of models with more and fewer heads. */
export type TrainedSeries = {
  readonly id: string;
  /** "named rightly, %" */
  readonly name: string;
  /** Amounts begin at nothing; what is compared closely does not. */
  readonly isFromZero: boolean;
  /** In the unit of the name. */
  readonly points: readonly TrainedPoint[];
};

export type TrainedValues = {
  readonly series: readonly TrainedSeries[];
  /** The number of heads of the model on screen; null where it is none of these. */
  readonly own: number | null;
};

type DrawnPanel = PanelLayout & { readonly id: string; readonly name: string };

export type TrainedPicture = {
  readonly width: number;
  readonly height: number;
  readonly panels: readonly DrawnPanel[];
  /** What the marks mean, in the order in which they are drawn: those that are there. */
  readonly legend: readonly { readonly mark: 'mean' | 'spread' | 'seed'; readonly words: string }[];
};

/** What is to be drawn of trained models in a width of CSS pixels; how high it is follows from that. */
export function trainedPicture({ series, own }: TrainedValues, width: number, rem: number): TrainedPicture {
  const layout = trainedLayout(series, own, width, rem);
  const isRepeated = series.some(({ points }) => points.some(({ values }) => values.length > 1));
  return {
    width,
    height: layout.height,
    panels: layout.panels.map((panel, at) => ({ ...panel, id: series[at]?.id ?? '', name: series[at]?.name ?? '' })),
    legend: isRepeated
      ? [
          { mark: 'mean', words: 'mean of the seeds' },
          { mark: 'spread', words: 'from the least to the largest' },
          { mark: 'seed', words: 'one seed' },
        ]
      : [{ mark: 'mean', words: 'one model each' }],
  };
}
