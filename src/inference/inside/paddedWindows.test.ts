import { describe, expect, test } from 'vitest';
import { headInside, rowInside } from '../../core/inside/road.ts';
import { weightedValueInto } from '../../core/inside/values.ts';
import { floats, seeded, softmax } from '../surgery/testing/attentionModel.ts';
import { tinyModel } from '../surgery/testing/tinyModel.ts';
import { intTensor } from '../surgery/write.ts';
import type { NodeSpec } from '../surgery/write.ts';
import { changedRun } from './changedRun.ts';
import { placesByWindow, tokensOf } from './outOfWindows.ts';
import { sharpenedWindows } from './sharpenedWindows.ts';
import { siteOf } from './siteAt.ts';
import { sharpenRow } from '../../core/inside/sharpenedRow.ts';
import { filesOf, lookAt, numbersIn, startGraph } from '../testing/lookInside.ts';

/** A grid of 3 x 3 positions, filled up to 4 x 4 and cut into 4 windows of 2 x 2; 2 heads of 3 channels over 5 of the stream. */
const [SIDE, FULL, WINDOW, D, HEADS, CHANNELS] = [3, 4, 2, 5, 2, 3];
const INNER = HEADS * CHANNELS;
const BETA = seeded(12, D);
const BIAS = seeded(25, INNER);
const BY_PLACE = seeded(26, HEADS * WINDOW ** 4);
const WEIGHTS = {
  q: seeded(21, D * INNER),
  k: seeded(22, D * INNER),
  v: seeded(23, D * INNER),
  o: seeded(24, INNER * D),
};

/** How a family fills up its windows: rows are normed before or behind that, and windows are of neighbours or of every second row and column. */
type Family = {
  readonly name: string;
  readonly isNormedInside: boolean;
  readonly isDilated: boolean;
  /** Whether scores get a bias by the places of query and key in their window. */
  readonly isBiased?: true;
};

const FAMILIES: readonly Family[] = [
  { name: 'Swin: normed, then filled up', isNormedInside: false, isDilated: false },
  { name: 'Swin: with a bias by place', isNormedInside: false, isDilated: false, isBiased: true },
  { name: 'TinyViT: filled up, then normed in its windows', isNormedInside: true, isDilated: false },
  { name: 'MaxViT: filled up, windows of every second row and column', isNormedInside: false, isDilated: true },
];

function graphOf({ isNormedInside, isDilated, isBiased }: Family): Uint8Array {
  const norm = (from: string, to: string): NodeSpec => ({
    op: 'LayerNormalization',
    in: [from, 'gamma', 'beta'],
    out: [to],
    attributes: { axis: -1 },
  });
  const pad: NodeSpec = { op: 'Pad', in: [isNormedInside ? 'grid' : 'normed', 'pads'], out: ['filled'] };
  return tinyModel({
    opset: 17,
    inputs: { pixel_values: [1, 3, 2 * SIDE, 2 * SIDE] },
    outputs: ['out'],
    tensors: [
      floats('patch', [D, 3, 2, 2], seeded(1, D * 12)),
      floats('gamma', [D], seeded(11, D)),
      floats('beta', [D], BETA),
      floats('scale', [], [1 / Math.sqrt(CHANNELS)]),
      floats('bv', [INNER], BIAS),
      floats('byPlace', [1, HEADS, WINDOW ** 2, WINDOW ** 2], BY_PLACE),
      ...(['q', 'k', 'v'] as const).map((name) => floats(`w${name}`, [D, INNER], WEIGHTS[name])),
      floats('wo', [INNER, D], WEIGHTS.o),
      intTensor('toRows', [1, D, SIDE * SIDE]),
      intTensor('toGrid', [1, SIDE, SIDE, D]),
      intTensor('pads', [0, 0, 0, 0, 0, 1, 1, 0]),
      intTensor('cut', [1, 2, 2, 2, 2, D]),
      intTensor('toWindows', [4, WINDOW * WINDOW, D]),
      intTensor('toFull', [1, FULL, FULL, D]),
      intTensor('from', [0, 0]),
      intTensor('to', [SIDE, SIDE]),
      intTensor('axes', [1, 2]),
      intTensor('toWhole', [1, SIDE * SIDE, D]),
      intTensor('toHeads', [0, 0, HEADS, CHANNELS]),
      intTensor('toFlat', [0, 0, INNER]),
    ],
    nodes: [
      { op: 'Conv', in: ['pixel_values', 'patch'], out: ['patches'], attributes: { strides: [2, 2] } },
      { op: 'Reshape', in: ['patches', 'toRows'], out: ['rows'] },
      { op: 'Transpose', in: ['rows'], out: ['x'], attributes: { perm: [0, 2, 1] } },
      ...(isNormedInside
        ? [{ op: 'Reshape', in: ['x', 'toGrid'], out: ['grid'] }, pad]
        : [norm('x', 'y.whole'), { op: 'Reshape', in: ['y.whole', 'toGrid'], out: ['normed'] }, pad]),
      { op: 'Reshape', in: ['filled', 'cut'], out: ['parts'] },
      {
        op: 'Transpose',
        in: ['parts'],
        out: ['turned'],
        attributes: { perm: isDilated ? [0, 2, 4, 1, 3, 5] : [0, 1, 3, 2, 4, 5] },
      },
      { op: 'Reshape', in: ['turned', 'toWindows'], out: [isNormedInside ? 'windows' : 'y'] },
      ...(isNormedInside ? [norm('windows', 'y')] : []),
      ...['q', 'k', 'v'].flatMap((name): NodeSpec[] => [
        { op: 'MatMul', in: ['y', `w${name}`], out: [name] },
        ...(name === 'v' ? [{ op: 'Add', in: ['v', 'bv'], out: ['v.b'] }] : []),
        { op: 'Reshape', in: [name === 'v' ? 'v.b' : name, 'toHeads'], out: [`${name}.split`] },
        {
          op: 'Transpose',
          in: [`${name}.split`],
          out: [`${name}h`],
          attributes: { perm: name === 'k' ? [0, 2, 3, 1] : [0, 2, 1, 3] },
        },
      ]),
      { op: 'MatMul', in: ['qh', 'kh'], out: ['raw'] },
      { op: 'Mul', in: ['raw', 'scale'], out: [isBiased ? 'scaled' : 'scores'] },
      ...(isBiased ? [{ op: 'Add', in: ['scaled', 'byPlace'], out: ['scores'] }] : []),
      { op: 'Softmax', in: ['scores'], out: ['p'], attributes: { axis: -1 } },
      { op: 'MatMul', in: ['p', 'vh'], out: ['zh'] },
      { op: 'Transpose', in: ['zh'], out: ['zt'], attributes: { perm: [0, 2, 1, 3] } },
      { op: 'Reshape', in: ['zt', 'toFlat'], out: ['z'] },
      { op: 'MatMul', in: ['z', 'wo'], out: ['o'] },
      { op: 'Reshape', in: ['o', 'cut'], out: ['parts.o'] },
      {
        op: 'Transpose',
        in: ['parts.o'],
        out: ['turned.o'],
        attributes: { perm: isDilated ? [0, 3, 1, 4, 2, 5] : [0, 1, 3, 2, 4, 5] },
      },
      { op: 'Reshape', in: ['turned.o', 'toFull'], out: ['full.o'] },
      { op: 'Slice', in: ['full.o', 'from', 'to', 'axes'], out: ['grid.o'] },
      { op: 'Reshape', in: ['grid.o', 'toWhole'], out: ['whole.o'] },
      { op: 'Add', in: ['x', 'whole.o'], out: ['out'] },
    ],
  });
}

const CONFIG = { image_size: 2 * SIDE, patch_size: 2, num_channels: 3 };

const through = (row: readonly number[], weights: readonly number[]): readonly number[] =>
  Array.from({ length: INNER }, (_, column) =>
    row.reduce((sum, value, c) => sum + value * Math.fround(weights[c * INNER + column]!), 0),
  );

/** Plain loops over the filled-up grid: for each head and position the weights of its window, all four with padding, and what comes of that. */
function plainly(
  read: Float32Array,
  { isNormedInside, isDilated, isBiased }: Family,
  factor = 1 / Math.sqrt(CHANNELS),
  ofBias = 1,
) {
  const nothing = Array.from({ length: D }, (_, c) => (isNormedInside ? Math.fround(BETA[c]!) : 0));
  const along = (at: number): number => (isDilated ? at % 2 : Math.floor(at / WINDOW));
  const places = Array.from({ length: FULL * FULL }, (_, at) => {
    const [row, column] = [Math.floor(at / FULL), at % FULL];
    const position = row < SIDE && column < SIDE ? row * SIDE + column : null;
    const y = position === null ? nothing : [...read.subarray(position * D, (position + 1) * D)];
    return {
      position,
      window: 2 * along(row) + along(column),
      q: through(y, WEIGHTS.q),
      k: through(y, WEIGHTS.k),
      v: through(y, WEIGHTS.v).map((value, c) => value + Math.fround(BIAS[c]!)),
    };
  });
  const own = places.filter(({ position }) => position !== null);
  return (head: number, query: number) => {
    const of = (row: readonly number[]) => row.slice(head * CHANNELS, (head + 1) * CHANNELS);
    const asks = own[query]!;
    const keys = places.filter(({ window }) => window === asks.window);
    const start = (head * keys.length + keys.indexOf(asks)) * keys.length;
    const bias = (key: number): number => (isBiased ? ofBias * Math.fround(BY_PLACE[start + key]!) : 0);
    const weights = softmax(
      keys.map(({ k }, at) => of(k).reduce((sum, one, c) => sum + one * of(asks.q)[c]!, 0) * factor + bias(at)),
    );
    const sum = (isPadding: boolean): readonly number[] =>
      Array.from({ length: CHANNELS }, (_, c) =>
        keys.reduce(
          (all, { position, v }, at) => all + ((position === null) === isPadding ? weights[at]! * of(v)[c]! : 0),
          0,
        ),
      );
    const weightOf = (key: number): number => weights[keys.findIndex(({ position }) => position === key)] ?? 0;
    return {
      weights: Float32Array.from({ length: SIDE * SIDE }, (_, key) => weightOf(key)),
      ofKeys: sum(false),
      padding: sum(true),
      values: own.map(({ v }) => of(v)),
    };
  };
}

const far = (found: ArrayLike<number>, expected: readonly number[]): number =>
  Math.max(...expected.map((value, at) => Math.abs((found[at] ?? NaN) - value)));

describe.each(FAMILIES)('$name', (family) => {
  test('values are told by position, and what comes of padding beside them, as plain loops over the filled-up grid tell it', async () => {
    const looked = await startGraph(filesOf(graphOf(family), CONFIG));
    const layer = await lookAt(looked, looked.layers[0]!);
    await looked.model.session.release();
    expect(layer.windows).toMatchObject({ count: 4, size: 4, hasPadding: true });
    expect(layer.checks.map(({ name, isPassed }) => [name, isPassed])).toEqual([
      ['weights', true],
      ['context', true],
      ['output', true],
    ]);
    const rowsOf = plainly(numbersIn(layer.read), family);
    let mostPadding = 0;
    for (let at = 0; at < HEADS; at++) {
      const head = headInside(layer, at);
      for (let query = 0; query < SIDE * SIDE; query++) {
        const { weights, ofKeys, padding, values } = rowsOf(at, query);
        const row = rowInside(head, { query, weights, isCausal: false });
        const isFull = padding.every((value) => value === 0);
        expect(row.added === null).toBe(isFull);
        expect(far(row.added ?? padding, padding)).toBeLessThan(1e-5);
        expect(far(head.values!, values.flat())).toBeLessThan(1e-5);
        const sum = new Float64Array(CHANNELS);
        for (let key = 0; key < SIDE * SIDE; key++) {
          const one = weightedValueInto(
            new Float64Array(CHANNELS),
            row.used[key]!,
            head.values!.subarray(key * CHANNELS, (key + 1) * CHANNELS),
          );
          one.forEach((value, c) => {
            sum[c]! += value;
          });
        }
        expect(far(sum, ofKeys)).toBeLessThan(1e-5);
        expect(
          far(
            row.result!,
            ofKeys.map((value, c) => value + padding[c]!),
          ),
        ).toBeLessThan(1e-5);
        mostPadding = Math.max(mostPadding, ...padding.map(Math.abs));
      }
    }
    // One window has no padding, the others have.
    const whole = Array.from({ length: SIDE * SIDE }, (_, query) => rowsOf(0, query).padding).filter((padding) =>
      padding.every((value) => value === 0),
    );
    expect(whole).toHaveLength(4);
    expect(mostPadding).toBeGreaterThan(0.01);
    expect(layer.streamBefore.from).toBe('model');
  });

  test('another softmax is told with padding as keys, on the row and put into the windows of the graph', async () => {
    const looked = await startGraph(filesOf(graphOf(family), CONFIG));
    const { model, kept } = looked;
    const at = looked.layers[0]!;
    const layer = await lookAt(looked, at);
    const read = numbersIn(layer.read);
    const asIs = plainly(read, family);
    for (const [how, factor, ofBias] of [
      [{ scaleOff: true }, 1, 1],
      [{ tau: 2 }, 0.5 / Math.sqrt(CHANNELS), 0.5],
    ] as const) {
      const changed = plainly(read, family, factor, ofBias);
      for (let head = 0; head < HEADS; head++) {
        for (let query = 0; query < SIDE * SIDE; query++) {
          const inside = headInside(layer, head);
          const row = rowInside(inside, { query, weights: asIs(head, query).weights, isCausal: false });
          const sharpened = sharpenRow(inside, row, how);
          if ('refused' in sharpened) throw new Error(sharpened.refused);
          expect(far(sharpened.weights, [...changed(head, query).weights])).toBeLessThan(1e-5);
        }
      }
      const change = { ...at, site: 0, heads: [1] };
      const intervention = await sharpenedWindows({ model, kept }, change, how, null, async () => {});
      const sharpened = changedRun({ model, kept }, kept.done.pass, [intervention]);
      const { site } = siteOf(model.prepared, 0);
      const names = [site.inside!.attentionOutput!, site.places!];
      const tensors = await sharpened.model.session.tensors(kept.done.feed, 0, names);
      const [output, places] = names.map((name) => tensors.get(name)!);
      const written = Array.from({ length: SIDE * SIDE }, (_, query) => {
        const z = [asIs(0, query), changed(1, query)].flatMap(({ ofKeys, padding }) =>
          ofKeys.map((value, c) => value + padding[c]!),
        );
        return Array.from({ length: D }, (_one, c) =>
          z.reduce((sum, value, channel) => sum + value * Math.fround(WEIGHTS.o[channel * D + c]!), 0),
        );
      });
      expect(far(tokensOf(output!, placesByWindow(places!, WINDOW ** 2)!)!.data, written.flat())).toBeLessThan(1e-5);
    }
    await model.session.release();
  }, 60_000);
});
