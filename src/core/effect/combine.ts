import type { EffectSummary } from './effect.ts';

/** How much worse a text is foretold: loss after - loss before, in nats per scored token; NaN if none is scored. */
export function lossChange({ lossBefore, lossAfter }: EffectSummary): number {
  return lossAfter - lossBefore;
}

/**
 * One summary for the same change on several texts: losses weighted by scored tokens and KL by compared positions, as if
 * all stood in one text; counts are added. `maxKl` and `worst` are those of the text where the KL is largest, so that
 * `worst` is a position in that text. Turns, which come without a count, are averaged text by text.
 * Inputs named rightly are counted together.
 * Texts with nothing scored or compared do not count; NaN where none counts.
 */
export function combineSummaries(summaries: readonly EffectSummary[]): EffectSummary {
  const scored = summaries.filter(({ nScored }) => nScored > 0);
  const compared = summaries.filter(({ nPositions }) => nPositions > 0);
  const turned = summaries.filter(({ meanTurn }) => !Number.isNaN(meanTurn));
  const [first] = compared;
  const worst = compared.reduce(
    (most, one) => (Number.isNaN(one.maxKl) || one.maxKl > most.maxKl ? one : most),
    first ?? { maxKl: NaN, worst: -1 },
  );
  const scoredBy = ({ nScored }: EffectSummary) => nScored;
  const named = summaries.flatMap(({ right }) => right ?? []);
  return {
    lossBefore: mean(scored, ({ lossBefore }) => lossBefore, scoredBy),
    lossAfter: mean(scored, ({ lossAfter }) => lossAfter, scoredBy),
    nScored: total(summaries, scoredBy),
    meanKl: mean(
      compared,
      ({ meanKl }) => meanKl,
      ({ nPositions }) => nPositions,
    ),
    maxKl: worst.maxKl,
    worst: worst.worst,
    nPositions: total(summaries, ({ nPositions }) => nPositions),
    nFlips: total(summaries, ({ nFlips }) => nFlips),
    meanTurn: mean(
      turned,
      ({ meanTurn }) => meanTurn,
      () => 1,
    ),
    ...(named.length > 0 && {
      right: {
        before: named.reduce((sum, { before }) => sum + before, 0),
        after: named.reduce((sum, { after }) => sum + after, 0),
      },
    }),
  };
}

type Figure = (summary: EffectSummary) => number;

function total(summaries: readonly EffectSummary[], figure: Figure): number {
  return summaries.reduce((sum, one) => sum + figure(one), 0);
}

function mean(summaries: readonly EffectSummary[], figure: Figure, weight: Figure): number {
  return total(summaries, (one) => figure(one) * weight(one)) / total(summaries, weight);
}
