import { describe, expect, test } from 'vitest';
import { headInside, pairInside, rowInside } from '../../core/inside/road.ts';
import type { InsideLayer } from '../../core/inside/layer.ts';
import type { ModelFiles } from '../sources/modelFiles.ts';
import { floats, seeded, softmax } from '../surgery/testing/attentionModel.ts';
import { tinyModel } from '../surgery/testing/tinyModel.ts';
import { intTensor } from '../surgery/write.ts';
import { filesOf, graphFiles, lookAt, numbersIn, startGraph } from '../testing/lookInside.ts';
import { outOfWindows, tokensOf } from './outOfWindows.ts';

/** A grid of 4 x 4 positions in windows of 2 x 2; 2 heads of 3 channels over 5 of the stream. */
const [SIDE, WINDOW, D, HEADS, CHANNELS] = [4, 2, 5, 2, 3];
const INNER = HEADS * CHANNELS;
const [GAMMA, BETA] = [seeded(11, D), seeded(12, D)];
const WEIGHTS = {
  q: seeded(21, D * INNER),
  k: seeded(22, D * INNER),
  v: seeded(23, D * INNER),
  o: seeded(24, INNER * D),
};
const INTO = { perm: [0, 1, 3, 2, 4, 5] };

/** How what lies in windows may lie in a graph: also in rows and columns (MaxViT), and behind an axis of sequences. */
const FORMS: readonly (readonly number[])[] = [
  [4, WINDOW * WINDOW, D],
  [4, WINDOW, WINDOW, D],
  [1, 4, WINDOW * WINDOW, D],
  [1, 4, WINDOW, WINDOW, D],
  [4 * WINDOW * WINDOW, D],
];

/** Cut into windows first and normed there, as TinyViT does, with a stream that is laid out by channel before. */
const windowed = (form: readonly number[] = FORMS[0]!): Uint8Array =>
  tinyModel({
    opset: 17,
    inputs: { pixel_values: [1, 3, 8, 8] },
    outputs: ['out'],
    tensors: [
      floats('patch', [D, 3, 2, 2], seeded(1, D * 12)),
      floats('gamma', [D], GAMMA),
      floats('beta', [D], BETA),
      floats('scale', [], [1 / Math.sqrt(CHANNELS)]),
      ...(['q', 'k', 'v'] as const).map((name) => floats(`w${name}`, [D, INNER], WEIGHTS[name])),
      floats('wo', [INNER, D], WEIGHTS.o),
      intTensor('toRows', [1, D, SIDE * SIDE]),
      intTensor('toGrid', [1, 2, WINDOW, 2, WINDOW, D]),
      intTensor('toWindows', form),
      intTensor('toWhole', [1, SIDE * SIDE, D]),
      intTensor('toHeads', [4, WINDOW * WINDOW, HEADS, CHANNELS]),
      intTensor('toFlat', [...form.slice(0, -1), INNER]),
    ],
    nodes: [
      { op: 'Conv', in: ['pixel_values', 'patch'], out: ['patches'], attributes: { strides: [2, 2] } },
      { op: 'Reshape', in: ['patches', 'toRows'], out: ['rows'] },
      { op: 'Transpose', in: ['rows'], out: ['x'], attributes: { perm: [0, 2, 1] } },
      { op: 'Reshape', in: ['x', 'toGrid'], out: ['grid'] },
      { op: 'Transpose', in: ['grid'], out: ['turned'], attributes: INTO },
      { op: 'Reshape', in: ['turned', 'toWindows'], out: ['windows'] },
      { op: 'LayerNormalization', in: ['windows', 'gamma', 'beta'], out: ['y'], attributes: { axis: -1 } },
      ...['q', 'k', 'v'].flatMap((name) => [
        { op: 'MatMul', in: ['y', `w${name}`], out: [name] },
        { op: 'Reshape', in: [name, 'toHeads'], out: [`${name}.split`] },
        {
          op: 'Transpose',
          in: [`${name}.split`],
          out: [`${name}h`],
          attributes: { perm: name === 'k' ? [0, 2, 3, 1] : [0, 2, 1, 3] },
        },
      ]),
      { op: 'MatMul', in: ['qh', 'kh'], out: ['raw'] },
      { op: 'Mul', in: ['raw', 'scale'], out: ['scores'] },
      { op: 'Softmax', in: ['scores'], out: ['p'], attributes: { axis: -1 } },
      { op: 'MatMul', in: ['p', 'vh'], out: ['zh'] },
      { op: 'Transpose', in: ['zh'], out: ['zt'], attributes: { perm: [0, 2, 1, 3] } },
      { op: 'Reshape', in: ['zt', 'toFlat'], out: ['z'] },
      { op: 'MatMul', in: ['z', 'wo'], out: ['o'] },
      { op: 'Reshape', in: ['o', 'toGrid'], out: ['grid.o'] },
      { op: 'Transpose', in: ['grid.o'], out: ['turned.o'], attributes: INTO },
      { op: 'Reshape', in: ['turned.o', 'toWhole'], out: ['whole.o'] },
      { op: 'Add', in: ['x', 'whole.o'], out: ['out'] },
    ],
  });

const CONFIG = { image_size: 8, patch_size: 2, num_channels: 3 };

const normed = (row: readonly number[]): readonly number[] => {
  const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
  const deviation = Math.sqrt(row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length + 1e-5);
  return row.map((value, c) => ((value - mean) / deviation) * Math.fround(GAMMA[c]!) + Math.fround(BETA[c]!));
};

const through = (row: readonly number[], weights: readonly number[], nColumns: number): readonly number[] =>
  Array.from({ length: nColumns }, (_, column) =>
    row.reduce((sum, value, c) => sum + value * Math.fround(weights[c * nColumns + column]!), 0),
  );

const windowOf = (position: number): number =>
  2 * Math.floor(position / SIDE / WINDOW) + Math.floor((position % SIDE) / WINDOW);

/** Plain loops over all positions, in which a key of another window gets no score. */
function plainly(stream: Float32Array) {
  const n = SIDE * SIDE;
  const rows = Array.from({ length: n }, (_, at) => normed([...stream.subarray(at * D, (at + 1) * D)]));
  const [q, k, v] = (['q', 'k', 'v'] as const).map((name) => rows.map((row) => through(row, WEIGHTS[name], INNER)));
  const z = rows.map((): number[] => []);
  for (let head = 0; head < HEADS; head++) {
    const of = (row: readonly number[]) => row.slice(head * CHANNELS, (head + 1) * CHANNELS);
    for (let query = 0; query < n; query++) {
      const weights = softmax(
        k!.map((key, at) =>
          windowOf(at) === windowOf(query)
            ? of(key).reduce((sum, one, c) => sum + one * of(q![query]!)[c]!, 0) / Math.sqrt(CHANNELS)
            : -Infinity,
        ),
      );
      for (let c = 0; c < CHANNELS; c++)
        z[query]!.push(weights.reduce((sum, weight, at) => sum + weight * of(v![at]!)[c]!, 0));
    }
  }
  return { rows, q: q!, output: z.map((row) => through(row, WEIGHTS.o, D)) };
}

const worst = (found: Float32Array, expected: readonly number[]): number =>
  found.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - expected[at]!)),
    found.length === expected.length ? 0 : NaN,
  );

const lookInto = async (files: ModelFiles): Promise<readonly InsideLayer[]> => {
  const looked = await startGraph(files);
  const layers: InsideLayer[] = [];
  for (const each of looked.layers) layers.push(await lookAt(looked, each));
  await looked.model.session.release();
  return layers;
};

test.each(FORMS.map((form) => ({ name: form.join(' x '), form })))(
  'a layer that norms inside its windows, $name, is told by position, as plain loops over the whole tell it',
  async ({ form }) => {
    const [layer, ...more] = await lookInto(filesOf(windowed(form), CONFIG));
    expect(more).toEqual([]);
    const { rows, q, output } = plainly(numbersIn(layer!.streamBefore));
    expect(worst(numbersIn(layer!.read), rows.flat())).toBeLessThan(1e-5);
    expect(worst(numbersIn(layer!.attentionOutput), output.flat())).toBeLessThan(1e-5);
    const byHead = Array.from({ length: HEADS }, (_, head) =>
      q.flatMap((row) => row.slice(head * CHANNELS, (head + 1) * CHANNELS)),
    );
    expect(worst(numbersIn(layer!.query), byHead.flat())).toBeLessThan(1e-5);
    expect([...layer!.windows!.ofPosition]).toEqual(Array.from({ length: SIDE * SIDE }, (_, at) => windowOf(at)));
    expect(layer!.streamAfter.from).toBe('derived');
  },
  60_000,
);

test('a key of another window has no product, and is not allowed', async () => {
  const [layer] = await lookInto(filesOf(windowed(), CONFIG));
  const head = headInside(layer!, 1);
  const weights = new Float32Array(SIDE * SIDE).map((_, key) => (windowOf(key) === windowOf(6) ? 0.25 : 0));
  const row = rowInside(head, { query: 6, weights, isCausal: false });
  expect([...row.allowed].flatMap((one, key) => (one === 1 ? [key] : []))).toEqual([2, 3, 6, 7]);
  expect([...row.raw!].flatMap((one, key) => (Number.isNaN(one) ? [] : [key]))).toEqual([2, 3, 6, 7]);
  expect([pairInside(head, row, 1), pairInside(head, row, 7) === null]).toEqual([null, false]);
});

describe.each([
  { graph: 'zoo-c/swin-dynamo/model.onnx', side: 3, rows: [6, 6, 3], shifts: [0, 1, 0] },
  { graph: 'opened/graphs/torchvision-swin-tiny-random.onnx', side: 4, rows: [16, 16, 8, 8], shifts: [0, 2, 0, 2] },
])('$graph', ({ graph, side, rows: sides, shifts }) => {
  const files = graphFiles(graph);

  test.skipIf(files === null)(
    'windows and places are those of the grid, and what is read is a norm of the stream',
    async () => {
      const layers = await lookInto(files!);
      expect(layers).toHaveLength(sides.length);
      for (const [at, layer] of layers.entries()) {
        const [n, shift] = [sides[at]!, shifts[at]!];
        const along = (place: number): number => (place - shift + n) % n;
        const expected = Array.from({ length: n * n }, (_, position) => {
          const [row, column] = [along(Math.floor(position / n)), along(position % n)];
          return [
            Math.floor(row / side) * (n / side) + Math.floor(column / side),
            (row % side) * side + (column % side),
          ];
        });
        const { ofPosition, inWindow } = layer.windows!;
        expect([...ofPosition].map((window, position) => [window, inWindow[position]])).toEqual(expected);
        expect(normError(numbersIn(layer.streamBefore), numbersIn(layer.read), layer.d!)).toBeLessThan(1e-4);
      }
    },
    60_000,
  );
});

/** How far rows are, channel by channel, from one line over the normed stream: that is what a norm with factor and bias makes. */
function normError(stream: Float32Array, read: Float32Array, d: number): number {
  const rows = Array.from({ length: stream.length / d }, (_, at) => {
    const row = [...stream.subarray(at * d, (at + 1) * d)];
    const mean = row.reduce((sum, value) => sum + value, 0) / d;
    const deviation = Math.sqrt(row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / d + 1e-5);
    return row.map((value) => (value - mean) / deviation);
  });
  let most = 0;
  for (let c = 0; c < d; c++) {
    const points = rows.map((row, at) => [row[c]!, read[at * d + c]!] as const);
    const [x, y] = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis]!, 0) / points.length);
    const slope =
      points.reduce((sum, point) => sum + (point[0] - x!) * (point[1] - y!), 0) /
      points.reduce((sum, point) => sum + (point[0] - x!) ** 2, 0);
    for (const point of points) most = Math.max(most, Math.abs(point[1] - y! - slope * (point[0] - x!)));
  }
  return most;
}

test('padding is left out, and a tensor of another form stays as it is', () => {
  const tensor = (dims: readonly number[], data: readonly number[]) => ({
    dims,
    data: Float32Array.from(data),
    isHalf: false,
  });
  const operand = { name: 'q', order: null, isTransposed: true, joined: null, added: null, turned: null };
  const inside = {
    query: operand,
    key: null,
    value: null,
    scores: 's',
    read: 'y',
    readKeys: 'y',
    attentionOutput: 'other',
  };
  const tensors = new Map([
    // Two windows of two places; the last place of the second is padding.
    ['q', tensor([2, 1, 2, 2], [1, 2, 10, 20, 3, 4, 30, 40])],
    ['y', tensor([2, 2, 1], [5, 6, 7, 8])],
    ['s', tensor([2, 1, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8])],
    ['other', tensor([3, 1], [1, 2, 3])],
  ]);
  const places = { ...tensor([2, 2], [3, 1, 2, 0]), form: [2, 2] };
  const whole = outOfWindows(inside, null, tensors, places);
  const data = (name: string) => [...whole.tensors.get(name)!.data];
  expect(data('q')).toEqual([2, 20, 3, 30, 1, 10]);
  expect(data('y')).toEqual([6, 7, 5]);
  expect(data('other')).toEqual([1, 2, 3]);
  expect(data('s')).toEqual([4, -Infinity, 3, -Infinity, 5, -Infinity, 2, -Infinity, 1]);
  expect(whole.windows).toEqual({
    count: 2,
    size: 2,
    ofPosition: Uint32Array.of(0, 1, 0),
    inWindow: Uint32Array.of(1, 0, 0),
    hasPadding: true,
    ofPadding: null,
    paddingKeys: null,
  });
});

test.each<[string, readonly number[], boolean, readonly number[]]>([
  ['by window', [2, 2, 1], true, [2, 2]],
  ['by window, in rows and columns', [2, 1, 2, 1], true, [2, 1, 2]],
  ['by window, behind an axis of sequences', [1, 2, 2, 1], true, [1, 2, 2]],
  ['in one axis', [4, 1], true, [2, 2]],
  ['by position', [1, 4, 1], false, [2, 2]],
  ['by position, in rows and columns', [1, 2, 2, 1], false, [2, 2]],
])('rows that lie %s are told by position', (_, dims, isMoved, form) => {
  const places = { dims: [2, 2], data: Float32Array.of(3, 1, 2, 4), form };
  const tensor = { dims, data: Float32Array.of(5, 6, 7, 8), isHalf: false };
  const moved = tokensOf(tensor, places);
  expect(moved && [...moved.data]).toEqual(isMoved ? [6, 7, 5, 8] : null);
});
