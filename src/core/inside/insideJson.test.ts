import { describe, expect, test } from 'vitest';
import { insideJsonParts } from './insideJson.ts';
import type { InsideExport, Named } from './insideTensors.ts';
import { headInside, pairInside, rowInside } from './road.ts';
import { AGAINST_COLUMNS, againstTable, ROW_COLUMNS, rowTable, sideBySide } from './rowTable.ts';
import { STAGE_IDS } from './stages.ts';
import { apart } from './testing/fixtures.ts';
import { MADE, madeLayer, nowhere } from './testing/layers.ts';
import { dot, lengthOf } from './vectors.ts';
import { HEAD, QUERY, KEY, exported, RUN } from './testing/exported.ts';

/** The road of another text. */
function roadOf(seed: number): Pick<InsideExport, 'head' | 'row' | 'pair'> {
  const made = madeLayer(seed);
  const head = headInside(made.layer, HEAD);
  const start = (HEAD * MADE.nQueries + QUERY) * MADE.nKeys;
  const row = rowInside(head, {
    query: QUERY,
    weights: made.patterns.subarray(start, start + MADE.nKeys),
    isCausal: false,
  });
  return { head, row, pair: pairInside(head, row, KEY) };
}

type Against = File & {
  readonly differences: readonly {
    readonly id: string;
    readonly tensors: readonly { readonly name: string; readonly data?: readonly number[] }[];
  }[];
};

type File = {
  readonly stages: readonly { readonly id: string; readonly number: number; readonly tensors: readonly Named[] }[];
  readonly facts: { readonly inStream: { readonly share: number }; readonly left: number; readonly sentSum: number };
  readonly copying?: unknown;
};

function written(of: InsideExport): File {
  return JSON.parse([...insideJsonParts(of)].join(''));
}

function tensorOf({ stages }: File, id: string, name: string): Named {
  const found = stages.find((stage) => stage.id === id)?.tensors.find((tensor) => tensor.name === name);
  if (found === undefined) throw new RangeError(`no ${id} ${name}`);
  return found;
}

describe('the file of an inside', () => {
  const file = written(exported());
  const data = (id: string, name: string): number[] => Array.from(tensorOf(file, id, name).data ?? []);

  test('names the place, with the number of the layer in the model', () => {
    expect(file).toMatchObject({
      format: 'headlight-inside/1',
      kind: 'cross',
      layer: 5,
      head: HEAD,
      query: QUERY,
      key: KEY,
      dims: { h: 4, hKey: 2, T: 3, S: 5, dK: 6, dV: 7, d: 8, V: null },
      scale: { value: 0.5, place: 'after' },
    });
  });

  test('has every step once, in order, each tensor with as many numbers as its shape says', () => {
    expect(file.stages.map(({ id, number }) => [id, number])).toEqual(STAGE_IDS.map((id, number) => [id, number]));
    const tensors = file.stages.flatMap((stage) => stage.tensors);
    for (const { dims, data: numbers } of tensors) {
      expect(numbers?.length).toBe(dims.reduce((product, dim) => product * dim, 1));
    }
    expect(tensorOf(file, 'qkv', 'keys').dims).toEqual([5, 6]);
    expect(tensorOf(file, 'qkv', 'values').dims).toEqual([5, 7]);
    expect(tensorOf(file, 'concat', 'zOfAllHeads').dims).toEqual([4, 7]);
  });

  test('leads from step to step by the formulas of docs/metrics.md', () => {
    const [q, k, v] = [data('qkv', 'query'), data('qkv', 'key'), data('qkv', 'value')];
    const [products, raw, scores] = [data('products', 'products'), data('raw', 'raw'), data('score', 'score')];
    expect(
      apart(
        products,
        q.map((one, c) => one * k[c]!),
      ),
    ).toBe(0);
    expect(dot(q, k)).toBeCloseTo(raw[KEY]!, 12);
    expect(data('scale', 'scaled')[KEY]).toBe(0.5 * raw[KEY]!);
    // The last key is masked: it has a raw product and a weight of 0, and no score.
    expect(data('mask', 'allowed')).toEqual([1, 1, 1, 1, 0]);
    expect(scores.map((score, key) => (score === null ? null : score - 0.5 * raw[key]!))).toEqual([0, 0, 0, 0, null]);
    const powers = scores.map((score) => (score === null ? 0 : Math.exp(score)));
    const all = powers.reduce((sum, one) => sum + one, 0);
    const weights = data('weight', 'weight');
    expect(
      apart(
        weights,
        powers.map((one) => one / all),
      ),
    ).toBeLessThan(1e-7);
    const roots = powers.map(Math.sqrt);
    const allRoots = roots.reduce((sum, one) => sum + one, 0);
    expect(
      apart(
        data('weight', 'temperature'),
        roots.map((one) => one / allRoots),
      ),
    ).toBeLessThan(1e-12);
    const squares = powers.map((one) => one * one);
    const allSquares = squares.reduce((sum, one) => sum + one, 0);
    expect(
      apart(
        data('weight', 'scaleOff'),
        squares.map((one) => one / allSquares),
      ),
    ).toBeLessThan(1e-12);
    expect(
      apart(
        data('result', 'weightedValue'),
        v.map((one) => weights[KEY]! * one),
      ),
    ).toBe(0);
    const [z, values] = [data('result', 'z'), data('qkv', 'values')];
    expect(
      apart(
        z,
        z.map((_, c) => weights.reduce((sum, w, key) => sum + w * values[key * 7 + c]!, 0)),
      ),
    ).toBeLessThan(1e-7);
    expect(apart(data('concat', 'zOfAllHeads').slice(HEAD * 7, HEAD * 7 + 7), z)).toBe(0);
    expect(data('concat', 'lengths')[HEAD]).toBeCloseTo(lengthOf(z), 12);
    const [w, output, before] = [data('written', 'w'), data('output', 'A'), data('stream', 'x')];
    expect(data('written', 'lengths')[HEAD]).toBeCloseTo(lengthOf(w), 12);
    expect(
      apart(
        data('after', 'x'),
        output.map((one, c) => Math.fround(one + before[c]!)),
      ),
    ).toBe(0);
    const { facts } = file;
    expect(facts.inStream.share).toBeCloseTo(dot(w, output) / dot(output, output), 12);
    expect(facts.sentSum).toBeCloseTo(dot(weights, data('written', 'offered')), 12);
    expect(facts.left).toBeCloseTo(lengthOf(w) / facts.sentSum, 12);
  });

  test('holds what the worker has answered, with its question', () => {
    const answers: InsideExport['answers'] = [
      {
        question: { about: 'copying', kind: 'cross', layer: 1 },
        answer: {
          about: 'copying',
          copying: {
            scores: Float32Array.of(0.5, 0),
            nTokens: 2,
            below: 5,
            nVocab: 9,
            byWeights: { signs: Float32Array.of(1, -0.5) },
          },
        },
      },
    ];
    expect(written({ ...exported(), answers }).copying).toEqual({
      asked: { kind: 'cross', layer: 1 },
      copying: { scores: [0.5, 0], nTokens: 2, below: 5, nVocab: 9, byWeights: { signs: [1, -0.5] } },
    });
  });

  test('holds another text under its own name with all its steps, and what differs', () => {
    const of = exported();
    const other = { ...exported(), run: { ...RUN, text: 'another' }, ...roadOf(7) };
    const against: Against = JSON.parse([...insideJsonParts({ ...of, against: other })].join('')).against;
    expect(against).toMatchObject({ format: 'headlight-inside/1', text: 'another', query: QUERY, key: KEY });
    expect(against.stages).toEqual(written(other).stages);
    const raw = against.differences.find(({ id }) => id === 'raw')!;
    expect(raw).toMatchObject({ number: 5, tensors: [{ name: 'raw', axes: 'key' }] });
    const [first, second] = [of.row.raw!, other.row.raw!];
    expect(raw.tensors[0]!.data).toEqual([...first].map((value, key) => second[key]! - value));
    expect(file).not.toHaveProperty('against');
  });

  test('says of what is not to be had why, and of a step that is missing in the model nothing', () => {
    const without = written(exported({ query: nowhere, outputWeights: nowhere, bias: null, softCap: null }));
    expect(tensorOf(without, 'products', 'products')).toEqual({
      name: 'products',
      from: 'nowhere',
      why: 'not-found',
      detail: 'made so',
      axes: 'channel',
      dims: [],
    });
    expect(tensorOf(without, 'written', 'w')).toMatchObject({ from: 'nowhere', detail: 'made so' });
    expect(tensorOf(without, 'score', 'score').why).toBe('up to a constant of the row');
    expect(without.stages.filter(({ tensors }) => tensors.length === 0).map(({ id }) => id)).toEqual([
      'rotation',
      'cap',
      'bias',
      'sink',
    ]);
  });

  test('a cap and a sink have a step of their own', () => {
    const capped = written(exported({ softCap: 0.25, hasSink: true }));
    const [scaled, held] = [tensorOf(capped, 'scale', 'scaled').data!, tensorOf(capped, 'cap', 'capped').data!];
    expect(held[0]).toBeCloseTo(0.25 * Math.tanh(scaled[0]! / 0.25), 12);
    expect(tensorOf(capped, 'sink', 'mass').dims).toEqual([1]);
  });
});

test('the table of a row has a line a key; what is masked has a raw product and what it offers, no score and no weight', () => {
  const of = exported();
  const rows = rowTable(of.head, of.row, of.keyTokens, { scaleOff: of.scaleOff, temperature: of.temperature.row });
  expect(rows.map((row) => row.length)).toEqual(Array.from({ length: 5 }, () => ROW_COLUMNS.length));
  expect(rows[4]).toEqual([4, 'w4', false, of.row.raw![4], null, null, null, null, of.head.offered![4], null]);
  const cell = (column: (typeof ROW_COLUMNS)[number]) => rows[KEY]![ROW_COLUMNS.indexOf(column)];
  expect(cell('raw')).toBe(of.row.raw![KEY]);
  expect(cell('score')).toBe(0.5 * of.row.raw![KEY]!);
  expect(cell('weight')).toBe(of.row.weights[KEY]);
  expect(cell('sent')).toBe(of.row.weights[KEY]! * of.head.offered![KEY]!);
});

test('another text stands in columns beside the row, and where one has fewer keys its cells are empty', () => {
  const of = exported();
  const rows = rowTable(of.head, of.row, of.keyTokens, { scaleOff: of.scaleOff, temperature: of.temperature.row });
  const other = againstTable(of.row, of.keyTokens);
  expect(other[KEY]).toEqual([
    'w3',
    true,
    of.row.raw![KEY],
    0.5 * of.row.raw![KEY]!,
    of.row.weights[KEY],
    of.row.weights[KEY]! * of.head.offered![KEY]!,
  ]);
  const both = sideBySide(rows.slice(0, 2), other.slice(0, 3));
  expect(both.map((row) => row.length)).toEqual([0, 1, 2].map(() => ROW_COLUMNS.length + AGAINST_COLUMNS.length));
  expect(both[2]!.slice(0, ROW_COLUMNS.length)).toEqual([2, ...ROW_COLUMNS.slice(1).map(() => null)]);
  expect(both[2]!.slice(ROW_COLUMNS.length)).toEqual(other[2]);
  expect(sideBySide(rows, other.slice(0, 1))[4]).toEqual([...rows[4]!, ...AGAINST_COLUMNS.map(() => null)]);
});
