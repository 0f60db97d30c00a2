import { expect, test } from 'vitest';
import { prepareModel } from '../run/prepare.ts';
import { runInput } from '../run/runInput.ts';
import { startModel } from '../run/start.ts';
import type { ModelFiles } from '../sources/modelFiles.ts';
import { floats, seeded, softmax } from '../surgery/testing/attentionModel.ts';
import { tinyModel } from '../surgery/testing/tinyModel.ts';
import type { TinyNode } from '../surgery/testing/tinyModel.ts';
import { INT64, intTensor } from '../surgery/write.ts';
import { nodeRuntime } from '../testing/runtimes.ts';
import { ZOO_SOURCE } from '../testing/zooModels.ts';

/** Patches of 4 x 4 in two frames, of which 2 x 2 are merged; two heads of 3 channels. */
const [PATCH, MERGE, HEADS, CHANNELS] = [4, 2, 2, 3];
const FLAT = 3 * 2 * PATCH * PATCH;
const INNER = HEADS * CHANNELS;
const WEIGHTS = {
  q: seeded(31, FLAT * INNER).map((value) => value / 8),
  k: seeded(32, FLAT * INNER).map((value) => value / 8),
  v: seeded(33, FLAT * INNER),
};

/** One layer over patches that lie block by block, as the half of a vision-language model that sees. */
const vision = (): Uint8Array =>
  tinyModel({
    inputs: { pixel_values: ['patches', FLAT], image_grid_thw: ['pictures', 3] },
    types: { image_grid_thw: INT64 },
    outputs: ['image_features', 'grid'],
    tensors: [
      ...(['q', 'k', 'v'] as const).map((name) => floats(`w${name}`, [FLAT, INNER], WEIGHTS[name])),
      floats('scale', [], [1 / Math.sqrt(CHANNELS)]),
      intTensor('toHeads', [0, HEADS, CHANNELS]),
      intTensor('toBlocks', [-1, MERGE * MERGE * INNER]),
    ],
    nodes: [
      ...(['q', 'k', 'v'] as const).flatMap((name): readonly TinyNode[] => [
        { op: 'MatMul', in: ['pixel_values', `w${name}`], out: [name] },
        { op: 'Reshape', in: [name, 'toHeads'], out: [`${name}.split`] },
        { op: 'Transpose', in: [`${name}.split`], out: [`${name}h`], attributes: { perm: [1, 0, 2] } },
      ]),
      { op: 'Transpose', in: ['kh'], out: ['kt'], attributes: { perm: [0, 2, 1] } },
      { op: 'MatMul', in: ['qh', 'kt'], out: ['raw'] },
      { op: 'Mul', in: ['raw', 'scale'], out: ['scores'] },
      { op: 'Softmax', in: ['scores'], out: ['p'], attributes: { axis: -1 } },
      { op: 'MatMul', in: ['p', 'vh'], out: ['zh'] },
      { op: 'Transpose', in: ['zh'], out: ['zt'], attributes: { perm: [1, 0, 2] } },
      { op: 'Reshape', in: ['zt', 'toBlocks'], out: ['image_features'] },
      { op: 'Identity', in: ['image_grid_thw'], out: ['grid'] },
    ],
  });

const files = (): ModelFiles => ({
  config: { model_type: 'qwen2_vl', vision_config: { patch_size: PATCH, spatial_merge_size: MERGE } },
  tokenizer: null,
  tokenizerConfig: null,
  preprocessorConfig: {
    patch_size: PATCH,
    temporal_patch_size: 2,
    merge_size: MERGE,
    min_pixels: 16,
    max_pixels: 4096,
    image_mean: [0, 0, 0],
    image_std: [1, 1, 1],
  },
  generationConfig: null,
  graphs: [{ role: 'whole', path: 'vision_encoder.onnx', onnx: vision(), externalData: [] }],
  precision: null,
  sizes: [],
});

const [WIDTH, HEIGHT] = [24, 16];
const picture = {
  name: 'stripes.png',
  width: WIDTH,
  height: HEIGHT,
  pixels: Uint8ClampedArray.from({ length: 4 * WIDTH * HEIGHT }, (_, i) => (i % 4 === 3 ? 255 : (31 * i) % 253)),
};

async function open() {
  const { model, exposed } = prepareModel(ZOO_SOURCE, files());
  const platform = { gpu: undefined, loadRuntime: async () => nodeRuntime };
  const started = await startModel(model, exposed, platform, { wish: 'wasm', selfTest: false, onStage: () => {} });
  return { ...started, prepared: model };
}

/** Numbers of a patch as the graph is fed them: colour by colour, each in two frames, row by row. */
function patchAt(row: number, column: number): readonly number[] {
  const pixel = (colour: number, y: number, x: number): number =>
    picture.pixels[4 * ((row * PATCH + y) * WIDTH + column * PATCH + x) + colour]! / 255;
  const places = [...Array(PATCH * PATCH).keys()].map((at) => [Math.floor(at / PATCH), at % PATCH] as const);
  return [0, 1, 2].flatMap((colour) => [0, 1].flatMap(() => places.map(([y, x]) => pixel(colour, y, x))));
}

test('the half of a vision-language model that sees opens by itself: each weight is that of the patches by whose names it stands', async () => {
  const model = await open();
  const { run } = await runInput(
    model,
    { type: 'run', runId: 1, input: { kind: 'image', ...picture } },
    new AbortController().signal,
  );
  await model.session.release();
  const [nRows, nColumns] = [HEIGHT / PATCH, WIDTH / PATCH];
  const cells = [...Array(nRows * nColumns).keys()].map((at) => [Math.floor(at / nColumns), at % nColumns] as const);
  const names = cells.map(([row, column]) => `patch ${row},${column}`);
  expect(run.tokens.map(({ text }) => text).toSorted()).toEqual(names.toSorted());
  // The first block, then the one beside it.
  expect(run.tokens.slice(0, 5).map(({ text }) => text)).toEqual(
    ['0,0', '0,1', '1,0', '1,1', '0,2'].map((place) => `patch ${place}`),
  );
  expect([run.image?.nPatchRows, run.image?.nPatchColumns]).toEqual([nRows, nColumns]);
  expect(run.image?.order?.map((patch) => names[patch])).toEqual(run.tokens.map(({ text }) => text));

  const patches = cells.map(([row, column]) => patchAt(row, column));
  const made = (weights: readonly number[], head: number): readonly (readonly number[])[] =>
    patches.map((x) =>
      Array.from({ length: CHANNELS }, (_, c) =>
        x.reduce((sum, value, at) => sum + value * weights[at * INNER + head * CHANNELS + c]!, 0),
      ),
    );
  const [found] = run.attention;
  let worst = 0;
  for (let head = 0; head < HEADS; head++) {
    const [queries, keys] = [made(WEIGHTS.q, head), made(WEIGHTS.k, head)];
    for (const [at, query] of queries.entries()) {
      const row = softmax(
        keys.map((key) => query.reduce((sum, one, c) => sum + one * key[c]!, 0) / Math.sqrt(CHANNELS)),
      );
      const place = run.tokens.findIndex(({ text }) => text === names[at]);
      for (const [key, weight] of row.entries()) {
        const to = run.tokens.findIndex(({ text }) => text === names[key]);
        const cell = (head * patches.length + place) * patches.length + to;
        worst = Math.max(worst, Math.abs(weight - found!.data[cell]!));
      }
    }
  }
  expect(worst).toBeLessThan(1e-5);
});

test('a picture becomes no more patches than there is memory for', async () => {
  const model = await open();
  expect(model.info.maxTokens).toBe(512);
  const large = { ...picture, width: 400, height: 400, pixels: new Uint8ClampedArray(4 * 400 * 400).fill(9) };
  const limited = { ...model, info: { ...model.info, maxTokens: 48 } };
  const { run } = await runInput(
    limited,
    { type: 'run', runId: 1, input: { kind: 'image', ...large } },
    new AbortController().signal,
  );
  await model.session.release();
  expect(run.tokens).toHaveLength(36);
});
