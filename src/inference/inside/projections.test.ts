import { describe, expect, test } from 'vitest';
import { readingMatrices } from '../../core/inside/headMatrices.ts';
import type { Projected, ProjectionWeights } from '../../core/inside/questions.ts';
import type { SiteInside } from '../surgery/inside/types.ts';
import { startShipped, startZoo } from '../testing/startShipped.ts';
import { keepWordlessRun } from '../testing/wordlessRun.ts';
import { readProjections } from './projections.ts';
import { readNetwork } from './testing/network.ts';

const noTurn = async () => {};

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
    'they are too large to be kept beside the model',
    'the graph does not tell by which weights values come of what the layer reads',
  ]);
  await model.session.release();
});
