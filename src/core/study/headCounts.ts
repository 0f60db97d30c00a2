import { isRecord } from '../isRecord.ts';

/** One model of a comparison by numbers of heads, and what was measured of it on what was held out. */
type HeadCountRun = {
  readonly heads: number;
  readonly seed: number;
  /** Share of pictures named rightly. */
  readonly accuracy: number;
  /** Nats a picture. */
  readonly loss: number;
  readonly pictures: number;
  readonly parameters: number;
  /** Weights of all heads for one input. */
  readonly weightsOfAttention: number;
  /** Seconds of one thread, on the machine of the comparison. */
  readonly trainingCpuSeconds: number;
  readonly millisecondsPerPicture: number;
};

export type HeadCounts = {
  /** The ids of the models of the first seed: this, and the number of heads. */
  readonly models: string;
  readonly runs: readonly HeadCountRun[];
};

/** Of the runs with one number of heads: mean over seeds, and the largest less the smallest; the latter is 0 for one seed. */
export type Spread = { readonly mean: number; readonly spread: number };

export type HeadCountRow = {
  readonly heads: number;
  readonly nSeeds: number;
  readonly of: { readonly [Name in Measure]: Spread };
};

type Measure = Exclude<keyof HeadCountRun, 'heads' | 'seed' | 'pictures'>;

/** Reads heads.json, as models/training/compare_heads.py writes it. Throws TypeError for another form. */
export function readHeadCounts(json: unknown): HeadCounts {
  if (
    !isRecord(json) ||
    typeof json['models'] !== 'string' ||
    !Array.isArray(json['runs']) ||
    json['runs'].length === 0
  )
    throw new TypeError('invalid comparison: no "models" or no "runs"');
  return { models: json['models'], runs: json['runs'].map(readRun) };
}

function readRun(json: unknown): HeadCountRun {
  const field = (name: string): number => {
    const value = isRecord(json) ? json[name] : undefined;
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError(`invalid comparison: no ${name}`);
    return value;
  };
  return {
    heads: field('heads'),
    seed: field('seed'),
    accuracy: field('accuracy'),
    loss: field('loss'),
    pictures: field('pictures'),
    parameters: field('parameters'),
    weightsOfAttention: field('weightsOfAttention'),
    trainingCpuSeconds: field('trainingCpuSeconds'),
    millisecondsPerPicture: field('millisecondsPerPicture'),
  };
}

/** One row for each number of heads, fewest first. */
export function headCountRows(runs: readonly HeadCountRun[]): readonly HeadCountRow[] {
  const counts = [...new Set(runs.map(({ heads }) => heads))].toSorted((a, b) => a - b);
  return counts.map((heads) => {
    const own = runs.filter((run) => run.heads === heads);
    const spreadOf = (name: Measure): Spread => {
      const values = own.map((run) => run[name]);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return { mean, spread: Math.max(...values) - Math.min(...values) };
    };
    return {
      heads,
      nSeeds: own.length,
      of: {
        accuracy: spreadOf('accuracy'),
        loss: spreadOf('loss'),
        parameters: spreadOf('parameters'),
        weightsOfAttention: spreadOf('weightsOfAttention'),
        trainingCpuSeconds: spreadOf('trainingCpuSeconds'),
        millisecondsPerPicture: spreadOf('millisecondsPerPicture'),
      },
    };
  });
}
