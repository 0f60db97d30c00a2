import { describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { readingMatrices } from '../../core/inside/headMatrices.ts';
import type { Projected, ProjectionWeights } from '../../core/inside/questions.ts';
import type { SiteInside } from '../surgery/inside/types.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { FilePart } from '../sources/readPart.ts';
import { filesOf, startGraph } from '../testing/lookInside.ts';
import { gptConfig, randomGpt } from '../testing/randomGpt.ts';
import { startShipped, startZoo } from '../testing/startShipped.ts';
import { keepWordlessRun } from '../testing/wordlessRun.ts';
import { readProjections } from './projections.ts';
import { readNetwork } from './testing/network.ts';

const noTurn = async (): Promise<void> => {};

describe.each([
  ['bookworm-gpt', 'decoder'],
  ['bookworm-bert', 'encoder'],
] as const)('%s', (id, kind) => {
  test('the weights of every head are those of the file that the model was made of', async () => {
    const model = await startShipped(id);
    const kept = await keepWordlessRun(model);
    const { layers } = readNetwork(id).run([2, 5, 7]);
    for (const [layer, { heads }] of layers.entries()) {
      const weights = await readProjections(model, kept, { kind, layer }, noTurn);
      for (const [head, { wQ, wK, wV }] of heads.entries()) {
        const found = readingMatrices(weights, head, 8).map((one) => ('data' in one ? [...one.data] : one.whyNot));
        expect(found).toEqual([wQ, wK, wV].map((rows) => rows.flatMap((row) => [...row])));
      }
    }
    await model.session.release();
  }, 60_000);
});

const sizes = ({ query, key, value }: ProjectionWeights) =>
  [query, key, value].map((side: Projected) => ('data' in side ? [side.nHeads, side.nChannels] : side.whyNot));

test.each([
  [
    'gpt2',
    'decoder',
    [
      [3, 6],
      [3, 6],
      [3, 6],
    ],
  ],
  [
    'llama-eager',
    'decoder',
    [
      [4, 8],
      [2, 8],
      [2, 8],
    ],
  ],
  [
    'bert-sdpa',
    'encoder',
    [
      [4, 6],
      [4, 6],
      [4, 6],
    ],
  ],
  [
    'ms-gqa',
    'decoder',
    [
      [4, 16],
      [2, 16],
      [2, 16],
    ],
  ],
  [
    'ms-multiheadattention',
    'encoder',
    [
      [4, 6],
      [4, 6],
      [4, 6],
    ],
  ],
] as const)(
  '%s: packed, turned, shared or in an operator, they are found and make what the run made',
  async (name, kind, expected) => {
    const model = await startZoo(name);
    const kept = await keepWordlessRun(model);
    expect(sizes(await readProjections(model, kept, { kind, layer: 0 }, noTurn))).toEqual(expected);
    await model.session.release();
  },
);

test('weights that make other numbers than the run, that are too large, or of which nothing is told are not shown', async () => {
  const model = await startZoo('bert-sdpa');
  const kept = await keepWordlessRun(model);
  const { prepared } = model;
  const wrong = (inside: SiteInside): SiteInside => ({
    ...inside,
    queryWeights: inside.keyWeights,
    keyWeights: 'too-large',
    valueSide: null,
  });
  const graphs = prepared.graphs.map((graph) => ({
    ...graph,
    sites: graph.sites.map((site) => ({ ...site, inside: site.inside && wrong(site.inside) })),
  }));
  const other = { ...model, prepared: { ...prepared, graphs } };
  const [query, key, value] = sizes(await readProjections(other, kept, { kind: 'encoder', layer: 0 }, noTurn));
  expect(query).toMatch(/^queries differ from what the weights that were found make/);
  expect([key, value]).toEqual([
    'they are too large to be read',
    'the graph does not tell by which weights values come of what the layer reads',
  ]);
  await model.session.release();
});

describe('weights above 1 MiB a layer', () => {
  const SIZES = { nLayers: 2, nHeads: 4, width: 576, nVocab: 12, maxTokens: 16 };
  const file = randomGpt(SIZES);
  const files = filesOf(file.slice(), gptConfig(SIZES));
  /** The columns of one head as they stand in the file: behind the name of the tensor lie a tag and three bytes that tell the length. */
  const columns = (name: string, head: number): readonly number[] => {
    const { width, nHeads } = SIZES;
    const start = Buffer.from(file).lastIndexOf(name) + name.length + 4;
    const all = new Float32Array(file.slice(start, start + 4 * width ** 2).buffer);
    const size = width / nHeads;
    return Array.from({ length: width }, (_, row) => [
      ...all.subarray(row * width + head * size, row * width + (head + 1) * size),
    ]).flat();
  };

  test('are read from the file when they are asked for, one after another, and what was moved away since is told', async () => {
    const { model, kept } = await startGraph(files);
    const asked: FilePart[] = [];
    const readPart = async (part: FilePart): Promise<Uint8Array> => {
      asked.push(part);
      const { offset, nBytes } = part.place;
      return file.slice(offset, offset + nBytes);
    };
    const ask = async (reader: NonNullable<RunnableModel['readPart']>) =>
      readProjections({ ...model, readPart: reader }, kept, { kind: 'decoder', layer: 1 }, noTurn);
    const weights = await ask(readPart);
    const gone = await ask(async () => Promise.reject(new AppError('bad-input', 'model.onnx was moved')));
    const other = await ask(async ({ place }) => file.slice(place.offset - 4, place.offset - 4 + place.nBytes));
    await model.session.release();
    const found = readingMatrices(weights, 2, SIZES.nHeads).map((one) => ('data' in one ? [...one.data] : one.whyNot));
    expect(found).toEqual(['wq1', 'wk1', 'wv1'].map((name) => columns(name, 2)));
    // Values are what a head writes of: they are kept beside the model.
    expect(asked.map(({ graphPath, place }) => [graphPath, place.location, place.nBytes])).toEqual(
      [1, 2].map(() => ['model.onnx', null, 4 * SIZES.width ** 2]),
    );
    expect(sizes(gone)).toEqual([
      'they are too large to be kept beside the model, and could not be read again (model.onnx was moved)',
      'they are too large to be kept beside the model, and could not be read again (model.onnx was moved)',
      [4, 144],
    ]);
    expect(sizes(other)[0]).toMatch(/^queries differ from what the weights that were found make/);
  }, 60_000);
});
