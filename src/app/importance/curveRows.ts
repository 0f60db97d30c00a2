import type { TurnedHead } from '../../core/ablation/ablation.ts';
import type { EffectSummary } from '../../core/effect/effect.ts';
import { prunedSize } from '../../core/cost/prunedSize.ts';
import { CURVE_WORDS } from '../shown/curve.ts';
import { valueOf } from '../../core/study/curve.ts';
import type { Curve } from '../shown/curve.ts';
import type { StoredModel } from '../shown/prunedWords.ts';

/** One row of the curves in numbers: a set of heads in one order, the mean of several orders, or all heads. */
export type CurveRow = {
  readonly order: string;
  /** "1" to "5", "mean of 5"; empty where there is one order only. */
  readonly draw: string;
  readonly nLeft: number;
  readonly nRemoved: number;
  readonly value: number;
  /** Of several orders; NaN of one. */
  readonly least: number;
  readonly largest: number;
  readonly meanKl: number;
  /** Null where no predictions are compared, and of means. */
  readonly nFlips: number | null;
  /** Bytes that the file would be smaller by; null where that is not told, and of means. */
  readonly savedBytes: number | null;
  /** The head taken last, and all in the order in which they went: "L2H3; L0H1". */
  readonly last: string;
  readonly heads: string;
  readonly mode: string;
  readonly nTexts: number;
};

/** Every number of a curve: all heads first, then what is drawn, then the single orders that a mean is of. */
export function curveRows(
  curve: Curve,
  nHeads: number,
  nameOf: (head: TurnedHead) => string,
  stored: StoredModel | null,
): readonly CurveRow[] {
  const { order, study, series, draws, measure, inputs, nDraws } = curve;
  const same = { order: CURVE_WORDS[order], mode: study.plan.variants[0]?.mode ?? '', nTexts: inputs.size };
  const none = {
    least: Number.NaN,
    largest: Number.NaN,
    meanKl: Number.NaN,
    nFlips: null,
    savedBytes: null,
    last: '',
    heads: '',
  };
  const [start, ...points] = series.points;
  const all =
    start === undefined
      ? []
      : [
          {
            ...same,
            ...none,
            draw: '',
            nLeft: nHeads,
            nRemoved: 0,
            value: start.value,
            ...(measure === 'turn' ? {} : { meanKl: 0, nFlips: 0 }),
          },
        ];
  const means =
    draws.length < 2
      ? []
      : points.map(({ nRemoved, value, low = Number.NaN, high = Number.NaN }) => ({
          ...same,
          ...none,
          draw: `mean of ${draws.length}`,
          nLeft: nHeads - nRemoved,
          nRemoved,
          value,
          least: low,
          largest: high,
        }));
  const sets = draws.flatMap((draw, index) =>
    draw.flatMap(({ variant: { heads }, summary }) =>
      summary === null
        ? []
        : [
            {
              ...same,
              ...none,
              draw: nDraws > 1 ? String(index + 1) : '',
              nLeft: nHeads - heads.length,
              nRemoved: heads.length,
              value: valueOf(summary, measure),
              ...predictions(summary),
              savedBytes: stored && (prunedSize(stored.layers, heads)?.bytes ?? null),
              last: heads.slice(-1).map(nameOf).join(),
              heads: heads.map(nameOf).join('; '),
            },
          ],
    ),
  );
  return [...all, ...means, ...sets];
}

function predictions({ meanKl, nFlips, nPositions }: EffectSummary) {
  return nPositions === 0 ? { meanKl: Number.NaN, nFlips: null } : { meanKl, nFlips };
}
