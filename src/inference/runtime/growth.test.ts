import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { exposeAttention } from '../surgery/expose.ts';
import { readGraph } from '../surgery/readGraph.ts';
import { loadZooModel } from '../surgery/testing/zoo.ts';
import { nodeRuntime } from '../testing/runtimes.ts';
import type { FedInput } from '../inputs/roles.ts';
import type { FeedValues } from './feeds.ts';
import { createGrowth } from './growth.ts';
import type { OrtRuntime } from './runtime.ts';
import { openSession } from './session.ts';

const IDS = [5, 17, 3, 9, 20, 3, 11, 2, 7];
const N_TYPED = 4;

/** The runtime, and how many tokens each pass was fed. */
function counting() {
  const fed: number[] = [];
  const runtime: OrtRuntime = {
    ...nodeRuntime,
    InferenceSession: {
      async create(bytes, options) {
        const session = await nodeRuntime.InferenceSession.create(bytes, options);
        return {
          run(feeds, fetches, runOptions) {
            fed.push(feeds['input_ids']?.dims.at(-1) ?? 0);
            return session.run(feeds, fetches, runOptions);
          },
          release: () => session.release(),
        };
      },
    },
  };
  return { runtime, fed };
}

const values = (ids: readonly number[]): FeedValues => ({ tokens: { ids, typeIds: ids.map(() => 0) } });
const growing = (ids: readonly number[]): FeedValues => ({ ...values(ids), grows: true });

async function open(bytes: Uint8Array, nVocab: number) {
  const facts = readGraph(bytes);
  const graph = { facts, bytes: exposeAttention(bytes, facts).model, externalData: [] };
  const { runtime, fed } = counting();
  return { session: await openSession(runtime, graph, 'wasm', nVocab), fed };
}

function off(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (a === undefined || a.length !== b?.length) return Infinity;
  return a.reduce((largest, value, at) => Math.max(largest, Math.abs(value - b[at]!)), 0);
}

/** Folder beside the checkout, where there is one. */
const OPENED = new URL('../../../../shared/fixtures/zoo-c/', import.meta.url);

function bytesOf(name: string): Uint8Array | null {
  if (!name.startsWith('zoo-c/')) return loadZooModel(name).model;
  const path = fileURLToPath(new URL(`${name.slice(6)}/model.onnx`, OPENED));
  return existsSync(path) ? readFileSync(path) : null;
}

const KEEPS = [
  ['gpt2-merged-with-past', 41, 2e-6],
  ['gpt2-merged-if', 37, 2e-6],
  ['llama-eager', 45, 2e-6],
  ['ms-gqa', 41, 2e-6],
  ['fp16-llama', 37, 1e-3],
  ['zoo-c/qwen3', 60, 2e-6],
  ['zoo-c/qwen3-dynamo', 60, 2e-6],
  ['zoo-c/llama-dynamo', 60, 2e-6],
  ['zoo-c/gemma3', 60, 2e-6],
] as const;

for (const [name, nVocab, tolerance] of KEEPS) {
  const bytes = bytesOf(name);
  test.skipIf(bytes === null)(
    `${name}: a text that grows is fed token by token, and its patterns and scores are those of the whole text at once (skipped without ../shared/fixtures)`,
    async () => {
      const { session, fed } = await open(bytes!, nVocab);
      const { length } = IDS;
      const whole = await session.run(values(IDS));
      fed.length = 0;
      for (let n = N_TYPED; n < length; n++) await session.run(growing(IDS.slice(0, n)));
      const grown = await session.run(growing(IDS));
      // The first time both ways; then only what is new.
      expect(fed).toEqual([4, 1, 5, 1, 1, 1, 1]);
      expect(grown.layers.map(({ dims }) => dims.slice(-2))).toEqual(whole.layers.map(() => [length, length]));
      expect(grown.layers.map(({ dims }) => dims)).toEqual(whole.layers.map(({ dims }) => dims));
      for (const [at, layer] of whole.layers.entries()) {
        expect(off(layer.data, grown.layers[at]?.data)).toBeLessThan(tolerance);
      }
      expect([grown.logits?.nTokens, grown.logits?.nVocab]).toEqual([length, nVocab]);
      expect(off(whole.logits?.data, grown.logits?.data)).toBeLessThan(tolerance * 20);
      await session.release();
    },
  );
}

test('who goes back, or on with another token, has the whole text run; several new tokens are fed together', async () => {
  const { session, fed } = await open(bytesOf('gpt2-merged-with-past')!, 41);
  await session.run(growing(IDS.slice(0, 4)));
  await session.run(growing(IDS.slice(0, 5)));
  fed.length = 0;
  await session.run(growing(IDS.slice(0, 4)));
  await session.run(growing([...IDS.slice(0, 4), 8]));
  const other = [...IDS.slice(0, 4), 12, 13, 14];
  await session.run(growing(other));
  expect(fed).toEqual([4, 1, 7]);
  const further = [...other, 1, 2];
  const grown = await session.run(growing(further));
  // As one token was the first time, so several are: both ways.
  expect(fed).toEqual([4, 1, 7, 2, 9]);
  await session.run(growing([...further, 4, 6]));
  await session.run(growing([...further, 4, 6, 10]));
  expect(fed).toEqual([4, 1, 7, 2, 9, 2, 1]);
  const whole = await session.run(values(further));
  expect(off(whole.layers[1]?.data, grown.layers[1]?.data)).toBeLessThan(2e-6);
  await session.release();
});

test('an array that was handed to the page is not needed to go on', async () => {
  const { session, fed } = await open(bytesOf('gpt2-merged-with-past')!, 41);
  for (let n = 4; n < 7; n++) {
    const { logits } = await session.run(growing(IDS.slice(0, n)));
    structuredClone(logits!.data, { transfer: [logits!.data.buffer] });
  }
  const [grown, whole] = [await session.run(growing(IDS)), await session.run(values(IDS))];
  expect(fed).toEqual([4, 1, 5, 1, 3, 9, 9]);
  expect(off(whole.logits?.data, grown.logits?.data)).toBeLessThan(2e-5);
  await session.release();
});

test('another text that is run besides lets go of what is kept; the same one does not', async () => {
  const { session, fed } = await open(bytesOf('gpt2-merged-with-past')!, 41);
  for (const n of [4, 5, 6]) await session.run(growing(IDS.slice(0, n)));
  fed.length = 0;
  await session.run(values(IDS.slice(0, 6)));
  await session.run(growing(IDS.slice(0, 7)));
  await session.run(values(IDS.slice(0, 4)));
  await session.run(growing(IDS.slice(0, 8)));
  expect(fed).toEqual([6, 1, 4, 8]);
  await session.release();
});

test.each([
  ['gpt2', 43],
  ['bert-eager', 61],
] as const)('%s takes no past: the whole text is run each time', async (name, nVocab) => {
  const { session, fed } = await open(bytesOf(name)!, nVocab);
  for (const n of [4, 5, 6]) await session.run(growing(IDS.slice(0, n)));
  expect(fed).toEqual([4, 5, 6]);
  await session.release();
});

type Lying = {
  readonly lie: number | Error;
  readonly ofSeveral?: number;
  readonly nPast?: number;
  readonly lengths?: readonly number[];
};

/**
 * How many tokens each pass is fed of a graph with one head and one word to its vocabulary that goes on: by how much a row of its is then
 * off, or an error; by how much where several tokens are new; numbers in what it keeps; and how long the text is each time.
 */
async function lyingGrowth({ lie, ofSeveral, nPast = 1, lengths = [2, 3, 4, 5] }: Lying) {
  const past = new nodeRuntime.Tensor('float32', new Float32Array(1), [1, 1, 1, 1]);
  Object.defineProperty(past, 'size', { value: nPast });
  const input: FedInput = {
    name: 'past_key_values.0.key',
    elementType: 'float32',
    dims: ['b', 1, 'p', 1],
    role: 'past',
    isRead: false,
    nRows: null,
  };
  const growth = createGrowth([input], ['present.0.key', 'logits']);
  const fed: number[] = [];
  const run = async (n: number) =>
    growth.run(growing(IDS.slice(0, n)), async ({ past: kept }) => {
      const nNew = n - (kept?.nTokens ?? 0);
      fed.push(nNew);
      if (kept !== undefined && lie instanceof Error) throw lie;
      const said = nNew > 1 ? (ofSeveral ?? lie) : lie;
      const wrong = kept === undefined || said instanceof Error ? 0 : said;
      const layer = {
        layer: 0,
        kind: 'decoder' as const,
        dims: [1, 1, nNew, n],
        data: new Float32Array(nNew * n).fill(1 + wrong),
      };
      const isOld = (at: number): boolean => at % n > Math.floor(at / n) + n - nNew;
      const data = layer.data.map((value, at) => (isOld(at) ? 0 : value));
      const logits = { nTokens: nNew, nVocab: 1, data: new Float32Array(nNew) };
      return { pass: { layers: [{ ...layer, data }], logits }, outputs: { 'present.0.key': past } };
    });
  for (const n of lengths) await run(n);
  return fed;
}

test('a graph that says something else once it goes on, or fails, has the whole text run from then on', async () => {
  expect(await lyingGrowth({ lie: 0 })).toEqual([2, 1, 3, 1, 1]);
  expect(await lyingGrowth({ lie: 0.01 })).toEqual([2, 1, 3, 4, 5]);
  expect(await lyingGrowth({ lie: new Error('no') })).toEqual([2, 1, 3, 4, 5]);
});

test('that one new token is right tells nothing of several: they are held against the whole text as well', async () => {
  const lengths = [2, 3, 5, 6, 8];
  expect(await lyingGrowth({ lie: 0, lengths })).toEqual([2, 1, 3, 2, 5, 1, 2]);
  expect(await lyingGrowth({ lie: 0, ofSeveral: 0.01, lengths })).toEqual([2, 1, 3, 2, 5, 6, 8]);
});

test('keys and values of more than 128 MB are not kept', async () => {
  expect(await lyingGrowth({ lie: 0, nPast: 2 ** 25 })).toEqual([2, 3, 4, 5]);
});
