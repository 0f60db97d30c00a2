import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { familyPaths, hasSet } from '../testing/familyRows.ts';
import { nodeRuntime } from '../testing/runtimes.ts';
import { ZOO_SOURCE } from '../testing/zooModels.ts';
import { prepareModel } from '../run/prepare.ts';
import { runInput } from '../run/runInput.ts';
import { startModel } from '../run/start.ts';
import type { RunInput } from '../protocol.ts';
import type { ModelFiles } from '../sources/modelFiles.ts';

const FAMILY = { set: 'zoo-c', family: 'vlm' } as const;

type Truth = {
  readonly ids: readonly number[];
  readonly nPatches: number;
  /** Shape: [1, head, query, key]. */
  readonly attentions: readonly { readonly data: readonly number[] }[];
  /** After the last token. */
  readonly lastLogits: readonly number[];
};

/** What transformers' Llama says with the weights of the graph, of the picture below in the third place of the ids. */
const TRUTH: Truth = JSON.parse(readFileSync(new URL('fixtures/vlm-picture.json', import.meta.url), 'utf8'));

const SIDE = 20;
const picture = {
  name: 'stripes.png',
  width: SIDE,
  height: SIDE,
  pixels: Uint8ClampedArray.from({ length: 4 * SIDE * SIDE }, (_, i) => {
    const [row, column, channel] = [Math.floor(i / 4 / SIDE), Math.floor(i / 4) % SIDE, i % 4];
    return channel === 3 ? 255 : (37 * row + 59 * column + 83 * channel + row * column) % 256;
  }),
};

function files(): ModelFiles {
  const paths = familyPaths(FAMILY);
  const bytes = (name: string): Uint8Array => readFileSync(paths.find((path) => path.endsWith(name))!);
  const json = (name: string): unknown => JSON.parse(new TextDecoder().decode(bytes(name)));
  const graph = (role: ModelFiles['graphs'][number]['role'], path: string) => {
    return { role, path, onnx: bytes(path), externalData: [] };
  };
  return {
    config: json('/config.json'),
    tokenizer: null,
    tokenizerConfig: null,
    preprocessorConfig: json('preprocessor_config.json'),
    generationConfig: null,
    graphs: [
      graph('embedding', 'embed_tokens.onnx'),
      graph('whole', 'decoder_model_merged.onnx'),
      graph('picture', 'vision_encoder.onnx'),
    ],
    precision: null,
    sizes: [],
  };
}

async function opened(changes: Partial<ModelFiles> = {}) {
  const { model, exposed } = prepareModel(ZOO_SOURCE, { ...files(), ...changes });
  const platform = { gpu: undefined, loadRuntime: async () => nodeRuntime };
  const started = await startModel(model, exposed, platform, { wish: 'wasm', selfTest: false, onStage: () => {} });
  const run = async (input: RunInput) =>
    runInput({ ...started, prepared: model }, { type: 'run', runId: 1, input }, new AbortController().signal);
  return { info: started.info, taken: model.taken, run, release: () => started.session.release() };
}

function difference(a: ArrayLike<number>, b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return b.reduce((largest, value, at) => Math.max(largest, Math.abs(value - a[at]!)), 0);
}

describe.skipIf(!hasSet('zoo-c'))('a picture in a text', () => {
  test('its patches stand in the place of the token for it, and are looked at as the framework says', async () => {
    const model = await opened();
    expect(model.info).toMatchObject({ takes: 'ids', takesPicture: true });
    const { run } = await model.run({ kind: 'ids', ids: TRUTH.ids, picture });
    const patches = [0, 1, 2, 3].flatMap((row) => [0, 1, 2, 3].map((column) => `patch ${row},${column}`));
    expect(run.tokens.map(({ text }) => text)).toEqual(['1', '9', ...patches, '23', '4']);
    expect(run.tokens.map(({ position }) => position)).toEqual([...run.tokens.keys()]);
    expect(run.image).toMatchObject({ nPatchRows: 4, nPatchColumns: 4, nPrefix: 2, isAmong: true, width: SIDE });
    const truth = TRUTH.attentions.flatMap(({ data }) => data);
    expect(difference(run.attention[0]!.data, truth)).toBeLessThan(2e-6);
    const { data, nVocab } = run.logits!;
    expect(difference(data.slice(-nVocab), TRUTH.lastLogits)).toBeLessThan(2e-4);
    await model.release();
  });

  test('a text that is expanded already is the same, one without a place for it has it before its first word', async () => {
    const model = await opened();
    const [before, behind] = [TRUTH.ids.slice(0, 2), TRUTH.ids.slice(3)];
    const expanded = [...before, ...Array.from({ length: TRUTH.nPatches }, () => 59), ...behind];
    const { run } = await model.run({ kind: 'ids', ids: expanded, picture });
    expect(
      difference(
        run.attention[0]!.data,
        TRUTH.attentions.flatMap(({ data }) => data),
      ),
    ).toBeLessThan(2e-6);
    const { run: at } = await model.run({ kind: 'ids', ids: [9, 23], picture });
    expect(at.image?.nPrefix).toBe(0);
    expect(at.tokens.slice(-2).map(({ text }) => text)).toEqual(['9', '23']);
    await model.release();
  });

  test('the text is read without a picture as it was', async () => {
    const model = await opened();
    const seen = await model.run({ kind: 'ids', ids: [9, 23, 4], picture });
    const without = await model.run({ kind: 'ids', ids: [9, 23, 4] });
    expect(without.run.image).toBeNull();
    expect(without.run.tokens).toHaveLength(3);
    const alone = await opened({ graphs: files().graphs.filter(({ role }) => role !== 'picture') });
    expect(alone.info.takesPicture).toBeUndefined();
    const { run } = await alone.run({ kind: 'ids', ids: [9, 23, 4] });
    expect([...without.run.attention[0]!.data]).toEqual([...run.attention[0]!.data]);
    expect(seen.run.tokens).toHaveLength(TRUTH.nPatches + 3);
    await model.release();
    await alone.release();
  });

  test('of a text with places for two pictures, and of one where the picture does not fit, it says so', async () => {
    const model = await opened();
    await expect(model.run({ kind: 'ids', ids: [59, 9, 59], picture })).rejects.toMatchObject({
      code: 'bad-input',
      detail: expect.stringContaining('places for 2 pictures'),
    });
    const long = Array.from({ length: 60 }, (_, at) => 3 + (at % 40));
    await expect(model.run({ kind: 'ids', ids: [...long, 59], picture })).rejects.toMatchObject({
      code: 'bad-input',
      detail: expect.stringContaining('begin the text with it'),
    });
    // A text that is too long behind it is cut.
    const { run } = await model.run({ kind: 'ids', ids: long, picture });
    expect([run.tokens.length, run.cut?.nTokensWanted]).toEqual([64, 60 + TRUTH.nPatches]);
    await model.release();
  });
});
