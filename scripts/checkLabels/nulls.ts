import type { LabelContext } from '../../src/core/labels/context.ts';
import type { LabelId } from '../../src/core/labels/report.ts';

/** A kind of head that follows no pattern among the words, and the labels that are nevertheless true of it. */
export type NullKind = {
  readonly name: string;
  readonly about: string;
  readonly isTrue: ReadonlySet<LabelId>;
  readonly make: (context: LabelContext, random: () => number) => Float64Array;
};

const NOTHING: ReadonlySet<LabelId> = new Set();
const SINKS: readonly LabelId[] = ['delimiter', 'first'];

/** Six kinds, from rows of one key to rows that are nearly even. */
export const NULL_KINDS: readonly NullKind[] = [
  {
    name: 'one key',
    about: 'each row all on one key, drawn at random',
    isTrue: NOTHING,
    make: (context, random) => fillRows(context, (keys) => oneHot(keys.length, random)),
  },
  {
    name: 'Dirichlet .05',
    about: 'sharp random rows',
    isTrue: NOTHING,
    make: (context, random) => fillRows(context, (keys) => dirichlet(keys.length, 0.05, random)),
  },
  {
    name: 'Dirichlet .3',
    about: 'random rows with a few large weights',
    isTrue: NOTHING,
    make: (context, random) => fillRows(context, (keys) => dirichlet(keys.length, 0.3, random)),
  },
  {
    name: 'Dirichlet 1',
    about: 'flat random rows',
    isTrue: NOTHING,
    make: (context, random) => fillRows(context, (keys) => dirichlet(keys.length, 1, random)),
  },
  {
    name: 'columns',
    about: 'a random taste for some columns, the same in all rows, each row half noise: one column is true of it',
    isTrue: new Set<LabelId>(['vertical', ...SINKS]),
    make(context, random) {
      const taste = dirichlet(context.text.nTokens, 0.1, random);
      return fillRows(context, (keys) => {
        const noise = dirichlet(keys.length, 0.3, random);
        const own = normalised(keys.map((key) => taste[key]! + 1e-9));
        return own.map((weight, place) => (weight + noise[place]!) / 2);
      });
    },
  },
  {
    name: 'sink + noise',
    about: 'three to nine tenths on the sinks, the rest Dirichlet .3 among all keys: a sink is true of it',
    isTrue: new Set(SINKS),
    make(context, random) {
      const rest = 0.3 + 0.6 * random();
      const { sink } = context.text;
      return fillRows(context, (keys) => {
        const noise = dirichlet(keys.length, 0.3, random);
        const nSinks = keys.filter((key) => sink[key] === 1).length;
        return keys.map((key, place) => (nSinks > 0 ? (rest * sink[key]!) / nSinks : 0) + (1 - rest) * noise[place]!);
      });
    },
  },
];

/** Writes the weights of each row to its allowed keys and makes them sum to 1. Shape: [query, key]. */
function fillRows(
  { text: { nTokens }, regions }: LabelContext,
  weightsOf: (keys: readonly number[]) => readonly number[],
): Float64Array {
  const pattern = new Float64Array(nTokens * nTokens);
  for (let query = 0; query < nTokens; query++) {
    const keys: number[] = [];
    for (let key = 0; key < nTokens; key++) if (regions.all.allowed[query * nTokens + key] === 1) keys.push(key);
    const weights = normalised(weightsOf(keys));
    keys.forEach((key, place) => (pattern[query * nTokens + key] = weights[place]!));
  }
  return pattern;
}

function normalised(weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function oneHot(length: number, random: () => number): readonly number[] {
  const place = Math.floor(length * random());
  return Array.from({ length }, (_, other) => Number(other === place));
}

function dirichlet(length: number, concentration: number, random: () => number): readonly number[] {
  const weights = Array.from({ length }, () => gamma(concentration, random));
  return weights.some((weight) => weight > 0) ? normalised(weights) : oneHot(length, random);
}

/** A draw of the gamma distribution: Marsaglia and Tsang 2000, with a power of a uniform number for a shape below 1. */
function gamma(shape: number, random: () => number): number {
  if (shape < 1) return gamma(shape + 1, random) * random() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const cube = (1 + c * normal) ** 3;
    if (cube > 0 && Math.log(1 - random()) < 0.5 * normal * normal + d - d * cube + d * Math.log(cube)) return d * cube;
  }
}
