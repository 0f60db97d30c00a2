import { AppError } from '../../core/errors.ts';
import type { InsideExport } from '../../core/inside/insideTensors.ts';
import { formatHead } from '../../core/selection.ts';
import { nameInPlace, visibleText } from '../../core/tokenText.ts';
import { barRowsPicture } from '../../views/BarRows/BarRows.picture.ts';
import type { BarRow, BarRowsPicture } from '../../views/BarRows/BarRows.picture.ts';
import { insideFigure } from '../../views/figure/insideFigure.ts';
import type { Figure } from '../../views/figure/page.ts';
import { PAPER } from '../../views/figure/paper.ts';
import { axisNumber, preciseNumber } from '../../views/parts/numbers.ts';
import { stripPicture } from '../../views/StageStrip/StageStrip.picture.ts';
import { ofAllowed } from '../inside/KeyBars.tsx';
import { stageGroups } from '../inside/stageGroups.ts';
import { triedSoftmax, triedWords } from '../inside/tried.ts';
import { offWords } from '../inside/turnedWords.ts';
import { weightText } from '../inside/weightText.ts';
import type { ShownStack } from '../shown/useStack.ts';
import type { AppState } from '../state/appState.ts';
import { modelLine, sentenceLine } from './figureWords.ts';
import { insideOnScreen } from './insideOnScreen.ts';

/** The query and the key that are looked into: their road, the row of the query, and the product of the two channel by channel. */
export function roadFigure(stack: ShownStack, state: AppState): Figure {
  const found = insideOnScreen(state);
  if (found === null)
    throw new AppError('figure-failed', 'what it was to show is not there any more; look inside a head again');
  const { head, row, key, layerNumber, queryTokens, keyTokens } = found;
  const name = formatHead({ layer: layerNumber, head: head.head });
  const [query, looked] = [queryTokens[row.query], keyTokens[key]].map((token) => (token ? nameInPlace(token) : ''));
  const weight = row.allowed[key] === 0 ? 'not allowed' : `weight ${weightText(row.weights[key] ?? 0, row.isHalf)}`;
  const caption = [
    sentenceLine(stack),
    `${name}: the query is ${query}, the key ${looked}; ${weight}. Where a head looks and how much it writes are facts of this run; that the output depends on it is shown only by switching it off.`,
    ...(found.off === null ? [] : [offWords(found.off, found.run.attention)]),
    modelLine(stack),
  ];
  return insideFigure(
    stripPicture(stageGroups(found), state.view.stage),
    [rowBars(found, state), ...productBars(found)],
    { title: `Inside ${name}: ${query} looks at ${looked}`, description: caption.join(' '), caption },
  );
}

/** The row of the query, before the softmax and behind it, and behind another one where one is tried. */
function rowBars({ row, key, keyTokens, scaleOff, temperature }: InsideExport, state: AppState): BarRowsPicture {
  const how = triedSoftmax(state);
  const tried = how === null ? null : 'scaleOff' in how ? scaleOff : temperature.row;
  const bars = (id: string, title: string, tone: BarRow['tone'], values: ArrayLike<number> | null) => {
    if (values === null) return [];
    const shown = ofAllowed(values, row.allowed);
    // The mask comes behind the raw product, which each key has.
    const value = (id === 'raw' ? values : shown)[key] ?? Number.NaN;
    return [{ id, name: title, tone, values: shown, reading: readingOf(value, preciseNumber), axisOf: axisNumber }];
  };
  const weights = (
    id: string,
    title: string,
    tone: BarRow['tone'],
    values: ArrayLike<number>,
    isHalf: boolean | null,
  ) =>
    bars(id, title, tone, values).map((one) => ({
      ...one,
      reach: 1,
      reading: readingOf(one.values[key] ?? Number.NaN, (weight) => weightText(weight, isHalf)),
    }));
  const rows = [
    ...bars('raw', 'raw product', 'plain', row.raw),
    ...bars('score', row.areScoresRelative ? 'score, up to a constant of the row' : 'score', 'plain', row.scores),
    ...weights('weight', 'weight', 'query', row.weights, row.isHalf),
    ...(how === null || tried === null || 'refused' in tried
      ? []
      : weights('tried', `weight ${triedWords(how)}`, 'output', tried.weights, false)),
  ];
  return barRowsPicture({ places: keyTokens.map(visibleText), rows, lit: key }, PAPER.insideWidth, PAPER.rem);
}

function readingOf(value: number, textOf: (value: number) => string): string {
  return Number.isNaN(value) ? 'not allowed' : textOf(value);
}

/** What each channel adds to the raw product; nothing where queries or keys are not to be had. */
function productBars({ pair, row, key }: InsideExport): readonly BarRowsPicture[] {
  if (pair === null) return [];
  const what = pair.arePairs ? 'pair of channels' : 'channel';
  const product: BarRow = {
    id: 'product',
    name: `query × key, ${what} by ${what}`,
    reading: `sum ${preciseNumber(row.raw?.[key] ?? Number.NaN)}`,
    tone: 'plain',
    values: pair.products,
    axisOf: axisNumber,
  };
  const places = Array.from(pair.products, (_, channel) => String(channel));
  return [barRowsPicture({ places, rows: [product], lit: null }, PAPER.insideWidth, PAPER.rem)];
}
