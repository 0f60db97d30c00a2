import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { gptConfig, randomGpt } from '../testing/randomGpt.ts';
import { nodeRuntime } from '../testing/runtimes.ts';
import type { ModelFileSource } from '../sources/modelFiles.ts';
import { prepareModel } from './prepare.ts';
import { runInput } from './runInput.ts';
import type { ModelInputRun, RunnableModel } from './runnable.ts';
import { startModel } from './start.ts';

/** Small but in the number of its weights: 12 x 12 heads over 250 tokens have 9 million, which is many. */
const SIZES = { nLayers: 12, nHeads: 12, width: 24, nVocab: 4096, maxTokens: 300 };
const N_TOKENS = 250;
const PATTERN_BYTES = 144 * N_TOKENS ** 2 * 4;

const SOURCE: ModelFileSource = { from: 'files', id: 'g', name: 'G', files: [] };
const tokenizerFile = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../models/bookworm-gpt/${name}`, import.meta.url), 'utf8'));

let model: RunnableModel;

beforeAll(async () => {
  const onnx = randomGpt(SIZES);
  const { model: prepared, exposed } = prepareModel(SOURCE, {
    config: gptConfig(SIZES),
    tokenizer: tokenizerFile('tokenizer.json'),
    tokenizerConfig: tokenizerFile('tokenizer_config.json'),
    preprocessorConfig: null,
    generationConfig: null,
    graphs: [{ role: 'whole', path: 'model.onnx', onnx, externalData: [] }],
    precision: null,
    sizes: [],
  });
  const platform = { gpu: undefined, loadRuntime: async () => nodeRuntime };
  const options = { wish: 'wasm', selfTest: false, onStage: () => {} } as const;
  model = { ...(await startModel(prepared, exposed, platform, options)), prepared };
});

afterEach(() => vi.unstubAllGlobals());

/** The tokenizer adds a token of its own. */
function run(nTokens: number): Promise<ModelInputRun> {
  const input = { kind: 'text', text: Array.from({ length: nTokens - 1 }, () => ' a').join(''), pair: null } as const;
  return runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal);
}

/** Each memory that a value holds on to, once. */
function memoriesOf(value: unknown, found = new Set<ArrayBufferLike>()): Set<ArrayBufferLike> {
  if (ArrayBuffer.isView(value)) found.add(value.buffer);
  else if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) memoriesOf(part, found);
  return found;
}

function bytesOf(memories: Iterable<ArrayBufferLike>): number {
  return [...memories].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

test('of many weights one copy is kept for page and worker together, and thumbnails', async () => {
  const done = await run(N_TOKENS);
  expect(done.run.tokens).toHaveLength(N_TOKENS);
  expect(done.run.attention[0]!.data.buffer).toBeInstanceOf(SharedArrayBuffer);
  const { logits: _, ...rest } = done.run;
  const kept = memoriesOf([rest, done.shown, done.stacks, done.pass.layers]);
  // 144 thumbnails of 96 x 96 points are a seventh of so few tokens, and those of 48 x 48 a quarter of that.
  expect(bytesOf(kept)).toBe(PATTERN_BYTES + 144 * (96 ** 2 + 48 ** 2) * 4);
  // What the worker reads is what the page is shown.
  expect(done.shown[5]!.data[3]).toBe(done.run.attention[0]!.data[5 * 12 * N_TOKENS ** 2 + 3]);
});

test('where memory cannot be shared, the page has a copy that is handed over', async () => {
  vi.stubGlobal('SharedArrayBuffer', undefined);
  const done = await run(N_TOKENS);
  const page = memoriesOf([done.run.attention, done.run.thumbnails]);
  const worker = memoriesOf([done.shown, done.stacks, done.pass.layers]);
  expect([...page].every((memory) => memory instanceof ArrayBuffer && !worker.has(memory))).toBe(true);
  expect(bytesOf([...page, ...worker])).toBeLessThanOrEqual(2.2 * PATTERN_BYTES);
});

test('few weights are handed over as ever, without thumbnails where they are no larger', async () => {
  const done = await run(40);
  expect(done.run.attention[0]!.data.buffer).toBeInstanceOf(ArrayBuffer);
  expect(done.run).not.toHaveProperty('thumbnails');
});
