import { isRecord } from '../isRecord.ts';

/** A model after some of the steps of its training, on what was held out. */
export type TrainedMoment = {
  readonly step: number;
  /** Nats a character. */
  readonly loss: number;
  /** Share of the dates that it writes exactly. */
  readonly exact: number;
  /** Weight on the figure of the year that is to be written next, in the head that has most there; the mean of many. */
  readonly found: number;
};

/** One training, looked at on its way. */
export type TrainedMoments = {
  readonly kind: 'moments';
  /** Of the whole training. */
  readonly nSteps: number;
  readonly nDates: number;
  /** Ids of the models that come with the page, by the steps that they have had. */
  readonly models: ReadonlyMap<number, string>;
  /** Fewest steps first. */
  readonly rows: readonly TrainedMoment[];
};

/** Reads moments.json, as models/training/make_date_moments.py writes it. Throws TypeError for another form. */
export function readTrainedMoments(json: unknown): TrainedMoments {
  if (!isRecord(json) || !isRecord(json['models']) || !Array.isArray(json['rows']) || json['rows'].length === 0)
    throw new TypeError('invalid moments: no "models" or no "rows"');
  const models = Object.entries(json['models']).map(([step, id]): [number, string] => {
    if (typeof id !== 'string') throw new TypeError(`invalid moments: the model of step ${step} has no id`);
    return [Number(step), id];
  });
  const rows = json['rows'].map((row: unknown): TrainedMoment => ({
    step: numberIn(row, 'step'),
    loss: numberIn(row, 'loss'),
    exact: numberIn(row, 'exact'),
    found: numberIn(row, 'found'),
  }));
  return {
    kind: 'moments',
    nSteps: numberIn(json, 'steps'),
    nDates: numberIn(json, 'dates'),
    models: new Map(models),
    rows: rows.toSorted((a, b) => a.step - b.step),
  };
}

/** The first step by which a share is more than a half; null where none is. */
export function halfAt(rows: readonly TrainedMoment[], name: 'exact' | 'found'): number | null {
  return rows.find((row) => row[name] > 0.5)?.step ?? null;
}

function numberIn(json: unknown, name: string): number {
  const value = isRecord(json) ? json[name] : undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError(`invalid moments: no ${name}`);
  return value;
}
