import { isRecord } from '../isRecord.ts';

/**
 * What a comparison is of, and the fields of its file that hold how good a model is and how long an input takes. Accuracy is a share of
 * pictures, better as it grows; bits per character are better as they fall.
 */
const KINDS = {
  image: { quality: 'accuracy', milliseconds: 'millisecondsPerPicture', nHeldOut: 'pictures', isMoreBetter: true },
  text: { quality: 'bitsPerCharacter', milliseconds: 'millisecondsPerText', nHeldOut: 'texts', isMoreBetter: false },
} as const;

type TrainedKind = keyof typeof KINDS;

/** One model that was trained, and what was measured of it on what was held out. */
type TrainedRun = {
  readonly heads: number;
  readonly seed: number;
  /** Share of pictures named rightly, or bits per character of a text. */
  readonly quality: number;
  /** Nats a picture, or a token. */
  readonly loss: number;
  readonly nHeldOut: number;
  readonly parameters: number;
  /** Weights of all heads for one input. */
  readonly weightsOfAttention: number;
  /** Seconds of one thread, on the machine of the comparison. */
  readonly trainingCpuSeconds: number;
  /** Of one thread for one input, on the same machine. */
  readonly milliseconds: number;
};

/** Models that differ in their number of heads and their seed alone. */
export type TrainedHeads = {
  readonly kind: TrainedKind;
  /** Whether the better model has the larger quality. */
  readonly isMoreBetter: boolean;
  /** Ids of the models that come with the page, by their number of heads. */
  readonly models: ReadonlyMap<number, string>;
  readonly runs: readonly TrainedRun[];
};

/** Of the runs with one number of heads, in order of their seeds. */
export type SeedSpread = {
  readonly mean: number;
  readonly least: number;
  readonly most: number;
  readonly values: readonly number[];
};

export type TrainedMeasure = Exclude<keyof TrainedRun, 'heads' | 'seed' | 'nHeldOut'>;

export type TrainedRow = {
  readonly heads: number;
  readonly nSeeds: number;
  readonly of: { readonly [Name in TrainedMeasure]: SeedSpread };
};

/** Reads heads.json, as models/training/compare_heads.py and compare_text_heads.py write it. Throws TypeError for another form. */
export function readTrainedHeads(json: unknown): TrainedHeads {
  if (!isRecord(json) || !isRecord(json['models']) || !Array.isArray(json['runs']) || json['runs'].length === 0)
    throw new TypeError('invalid comparison: no "models" or no "runs"');
  const [first] = json['runs'];
  const kind = isRecord(first) && KINDS.text.quality in first ? 'text' : 'image';
  const models = Object.entries(json['models']).map(([heads, id]): [number, string] => {
    if (typeof id !== 'string') throw new TypeError(`invalid comparison: the model of ${heads} heads has no id`);
    return [Number(heads), id];
  });
  return {
    kind,
    isMoreBetter: KINDS[kind].isMoreBetter,
    models: new Map(models),
    runs: json['runs'].map((run) => readRun(run, kind)),
  };
}

function readRun(json: unknown, kind: TrainedKind): TrainedRun {
  const field = (name: string): number => {
    const value = isRecord(json) ? json[name] : undefined;
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError(`invalid comparison: no ${name}`);
    return value;
  };
  const { quality, milliseconds, nHeldOut } = KINDS[kind];
  return {
    heads: field('heads'),
    seed: field('seed'),
    quality: field(quality),
    loss: field('loss'),
    nHeldOut: field(nHeldOut),
    parameters: field('parameters'),
    weightsOfAttention: field('weightsOfAttention'),
    trainingCpuSeconds: field('trainingCpuSeconds'),
    milliseconds: field(milliseconds),
  };
}

/** One row for each number of heads, fewest first. */
export function trainedRows(runs: readonly TrainedRun[]): readonly TrainedRow[] {
  const counts = [...new Set(runs.map(({ heads }) => heads))].toSorted((a, b) => a - b);
  return counts.map((heads) => {
    const own = runs.filter((run) => run.heads === heads).toSorted((a, b) => a.seed - b.seed);
    const spreadOf = (name: TrainedMeasure): SeedSpread => {
      const values = own.map((run) => run[name]);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return { mean, least: Math.min(...values), most: Math.max(...values), values };
    };
    return {
      heads,
      nSeeds: own.length,
      of: {
        quality: spreadOf('quality'),
        loss: spreadOf('loss'),
        parameters: spreadOf('parameters'),
        weightsOfAttention: spreadOf('weightsOfAttention'),
        trainingCpuSeconds: spreadOf('trainingCpuSeconds'),
        milliseconds: spreadOf('milliseconds'),
      },
    };
  });
}

/** How far the means of two numbers of heads lie apart, beside how far one and the same lies apart by its seed alone. */
export type TrainedVerdict = {
  readonly best: TrainedRow;
  readonly worst: TrainedRow;
  /** By how much the better mean beats the other; 0 or more. */
  readonly apart: number;
  /** The same for the most heads against the fewest; below 0 where the fewest are better. */
  readonly gain: number;
  /** The largest distance between two seeds of one number of heads; 0 where every model was trained once. */
  readonly bySeed: number;
  /** Numbers of heads that were trained more than once: only of all of them is a difference held against that of seeds. */
  readonly repeated: readonly number[];
};

/** What the rows say; null without any. */
export function verdictOf(rows: readonly TrainedRow[], isMoreBetter: boolean): TrainedVerdict | null {
  const sign = isMoreBetter ? 1 : -1;
  const goodness = ({ of }: TrainedRow): number => sign * of.quality.mean;
  const [best, worst] = [
    rows.toSorted((a, b) => goodness(b) - goodness(a))[0],
    rows.toSorted((a, b) => goodness(a) - goodness(b))[0],
  ];
  const [few, many] = [rows[0], rows.at(-1)];
  if (!best || !worst || !few || !many) return null;
  const repeated = rows.filter(({ nSeeds }) => nSeeds > 1);
  return {
    best,
    worst,
    apart: goodness(best) - goodness(worst),
    gain: goodness(many) - goodness(few),
    bySeed: Math.max(0, ...repeated.map(({ of }) => of.quality.most - of.quality.least)),
    repeated: repeated.map(({ heads }) => heads),
  };
}
