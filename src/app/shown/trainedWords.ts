import { verdictOf } from '../../core/study/trainedHeads.ts';
import type {
  TrainedMeasure,
  SeedSpread,
  TrainedHeads,
  TrainedRow,
  TrainedVerdict,
} from '../../core/study/trainedHeads.ts';
import { counted } from '../../core/numberWords.ts';
import type { TrainedSeries } from '../../views/TrainedChart/TrainedChart.picture.ts';

type Kind = TrainedHeads['kind'];

/** How a quality is written: as so many of its unit, with so many decimals. */
type Scale = { readonly times: number; readonly decimals: number };

type KindWords = Scale & {
  /** Of the choice between comparisons. */
  readonly name: string;
  readonly model: string;
  readonly trainedOn: string;
  readonly heldOut: string;
  /** Of the axis and the column, with its unit. */
  readonly quality: string;
  /** Behind a number of the quality: "87.3 %", and behind a difference: "0.5 points". */
  readonly unit: string;
  readonly apart: string;
  readonly input: string;
};

/** What is said of a comparison, one row a kind of model. */
export const TRAINED_WORDS: Readonly<Record<Kind, KindWords>> = {
  image: {
    name: 'Pictures',
    model: 'The picture model',
    trainedOn: 'the same pictures and steps',
    heldOut: 'held-out pictures',
    quality: 'named rightly, %',
    times: 100,
    decimals: 2,
    unit: '% named rightly',
    apart: 'points',
    input: 'picture',
  },
  text: {
    name: 'Text',
    model: 'A text model of two layers',
    trainedOn: 'the same books and steps',
    heldOut: 'pieces of held-out books',
    quality: 'bits per character',
    times: 1,
    decimals: 3,
    unit: 'bits per character',
    apart: 'bits per character',
    input: 'text',
  },
};

/** What the numbers say, in paragraphs; none without runs. */
export function trainedWords(trained: TrainedHeads, rows: readonly TrainedRow[]): readonly string[] {
  const words = TRAINED_WORDS[trained.kind];
  const verdict = verdictOf(rows, trained.isMoreBetter);
  const [few, many] = [rows[0], rows.at(-1)];
  if (verdict === null || few === undefined || many === undefined) return [];
  const seeds = rows.map(({ nSeeds }) => nSeeds);
  const [least, most] = [Math.min(...seeds), Math.max(...seeds)];
  const repeated =
    most === 1
      ? 'each trained once'
      : `each trained ${least === most ? most : `${least} to ${most}`} times from other beginnings (seeds)`;
  const heldOut = (trained.runs[0]?.nHeldOut ?? 0).toLocaleString('en');
  return [
    `${words.model} with ${listed(rows.map(({ heads }) => heads))} heads a layer, ${repeated}; all else is the same: as wide, ${words.trainedOn}. ` +
      `Measured on ${heldOut} ${words.heldOut}, ${trained.isMoreBetter ? 'more' : 'fewer'} ${words.unit.replace('% ', '')} being better.`,
    qualityWords(verdict, rows, words),
    costWords(few, many, words),
  ];
}

function qualityWords(verdict: TrainedVerdict, rows: readonly TrainedRow[], words: KindWords): string {
  const { best, worst, apart, gain, bySeed, repeated } = verdict;
  const size = (value: number): string => `${(words.times * Math.abs(value)).toFixed(words.decimals)} ${words.apart}`;
  const opening = `${best.heads} did best and ${worst.heads} worst, ${size(apart)} apart`;
  const swap = `${rows.at(-1)?.heads} heads instead of ${rows[0]?.heads} came out ${size(gain)} ${gain < 0 ? 'worse' : 'better'}`;
  if (repeated.length === 0)
    return `${opening}; ${swap}. Each was trained once, so nobody can tell whether that is chance.`;
  if (repeated.length < rows.length)
    return (
      `By the means ${opening}; ${swap}. Only with ${listed(repeated)} was more than one trained, and they differ by up to ${size(bySeed)} ` +
      'by their seed alone: too few to tell what is chance.'
    );
  const chance = `what one and the same number of heads differs by from seed to seed, up to ${size(bySeed)}`;
  if (apart <= bySeed)
    return `By the means ${opening}: no more than ${chance}. So these models do not show that any number of heads is better. ${swap}.`;
  const also = Math.abs(gain) <= bySeed ? 'less than that' : 'also more than that';
  return `By the means ${opening}: more than ${chance}. ${swap}, ${also}.`;
}

function costWords(few: TrainedRow, many: TrainedRow, { input }: KindWords): string {
  const times = (name: TrainedMeasure): number => many.of[name].mean / few.of[name].mean;
  const parameters =
    times('parameters') === 1 ? 'the same number of parameters' : `${ratio(times('parameters'))} the parameters`;
  return (
    `With ${many.heads} heads instead of ${few.heads} there are ${parameters} and ${ratio(times('weightsOfAttention'))} the weights of attention, ` +
    `and a ${input} takes ${ratio(times('milliseconds'))} the time.`
  );
}

function ratio(times: number): string {
  return `${Number.isInteger(times) ? times : times.toFixed(1)} times`;
}

function listed(counts: readonly number[]): string {
  return counts.length < 2 ? counts.join('') : `${counts.slice(0, -1).join(', ')} and ${counts.at(-1)}`;
}

/** "87.98 ± 0.31": the mean, and half of what the seeds lie apart; the mean alone of one seed. */
export function spreadWords({ mean, least, most }: SeedSpread, { times, decimals }: Scale): string {
  const write = (value: number): string => (times * value).toFixed(decimals);
  return most === least ? write(mean) : `${write(mean)} ± ${write((most - least) / 2)}`;
}

/** All that is known of models with so many heads, in one line. */
export function rowWords(row: TrainedRow | undefined, kind: Kind): string {
  if (row === undefined) return '';
  const words = TRAINED_WORDS[kind];
  const seeds = row.of.quality.values.map((value) => (words.times * value).toFixed(words.decimals));
  return (
    `${counted(row.heads, 'head')}: ${spreadWords(row.of.quality, words)} ${words.unit}` +
    `${seeds.length > 1 ? ` (seeds ${seeds.join(', ')})` : ''}; ${row.of.parameters.mean.toLocaleString('en')} parameters, ` +
    `${row.of.weightsOfAttention.mean.toLocaleString('en')} weights of attention, ${row.of.milliseconds.mean.toFixed(2)} ms a ${words.input}.`
  );
}

/** The panels of the chart: quality closely, amounts from nothing. */
export function trainedSeries(rows: readonly TrainedRow[], kind: Kind): readonly TrainedSeries[] {
  const { quality, times, input } = TRAINED_WORDS[kind];
  const panel = (id: TrainedMeasure, name: string, scale = 1): TrainedSeries => ({
    id,
    name,
    isFromZero: id !== 'quality',
    points: rows.map(({ heads, of }) => ({
      nHeads: heads,
      mean: scale * of[id].mean,
      // Amounts that hang on nothing but the number of heads are one value, however many seeds there were.
      values: [...new Set(of[id].values)].map((value) => scale * value),
    })),
  });
  return [
    panel('quality', quality, times),
    panel('parameters', 'parameters'),
    panel('weightsOfAttention', 'weights of attention'),
    panel('milliseconds', `ms a ${input}`),
  ];
}
