import { expect, test } from 'vitest';
import { prepareModel } from '../run/prepare.ts';
import { runInput } from '../run/runInput.ts';
import { startModel } from '../run/start.ts';
import { cutPicture } from '../vision/cutPicture.ts';
import { nodeRuntime } from '../testing/runtimes.ts';
import { TURNS, VLM, vlmFiles, vlmWeights } from '../testing/tinyVlm.ts';
import { ZOO_SOURCE } from '../testing/zooModels.ts';

const { width, nHeads, nPairs, imageTokenId } = VLM;
const SIDES = [24, 16] as const;
const picture = {
  name: 'stripes.png',
  width: SIDES[0],
  height: SIDES[1],
  pixels: Uint8ClampedArray.from({ length: 4 * SIDES[0] * SIDES[1] }, (_, i) => (i % 4 === 3 ? 255 : (31 * i) % 253)),
};

const product = (x: readonly number[], weights: readonly number[], nOut: number): number[] =>
  Array.from({ length: nOut }, (_, out) => x.reduce((sum, value, at) => sum + value * weights[at * nOut + out]!, 0));

/** Vectors of the picture, by the weights of the model alone: each patch seen, four of a block merged. */
function seen(patches: readonly number[]): number[][] {
  const perPatch = vlmWeights.seeFlat.length / width;
  const vectors = Array.from({ length: patches.length / perPatch }, (_, at) =>
    product(patches.slice(at * perPatch, (at + 1) * perPatch), vlmWeights.seeFlat, width),
  );
  return Array.from({ length: vectors.length / 4 }, (_, at) =>
    product(vectors.slice(4 * at, 4 * at + 4).flat(), vlmWeights.merge, width),
  );
}

/** Queries or keys of one head, each pair of channels turned by the position of its kind. */
function turned(rows: readonly number[], positions: readonly number[], head: number): number[] {
  const own = rows.slice(head * 2 * nPairs, (head + 1) * 2 * nPairs);
  return own.map((value, at) => {
    const pair = at % nPairs;
    const angle = positions[pair]! * TURNS[pair]!;
    const other = at < nPairs ? -own[at + nPairs]! : own[at - nPairs]!;
    return value * Math.cos(angle) + other * Math.sin(angle);
  });
}

/** Shape: [head, query, key]. */
function attention(vectors: readonly (readonly number[])[], positions: readonly (readonly number[])[]): number[] {
  const made = (weights: readonly number[], head: number) =>
    vectors.map((vector, at) => turned(product(vector, weights, width), positions[at]!, head));
  return [...Array(nHeads).keys()].flatMap((head) => {
    const [queries, keys] = [made(vlmWeights.query, head), made(vlmWeights.key, head)];
    return queries.flatMap((query, at) => {
      const scores = keys.map((key, to) =>
        to > at ? -Infinity : query.reduce((sum, value, i) => sum + value * key[i]!, 0) / Math.sqrt(width / nHeads),
      );
      const [most, exps] = [Math.max(...scores), scores];
      const raised = exps.map((score) => Math.exp(score - most));
      const sum = raised.reduce((all, value) => all + value, 0);
      return raised.map((value) => value / sum);
    });
  });
}

async function opened(nKinds: 1 | 3, reads: 'pixels' | 'patches') {
  const { model, exposed } = prepareModel(ZOO_SOURCE, vlmFiles({ nKinds, reads }));
  const platform = { gpu: undefined, loadRuntime: async () => nodeRuntime };
  const started = await startModel(model, exposed, platform, { wish: 'wasm', selfTest: false, onStage: () => {} });
  const run = (ids: readonly number[]) =>
    runInput(
      { ...started, prepared: model },
      { type: 'run', runId: 1, input: { kind: 'ids', ids, picture } },
      new AbortController().signal,
    );
  return { model, info: started.info, run, release: () => started.session.release() };
}

test('tokens of a picture are numbered by row and column, and words behind it go on behind its longer side', async () => {
  const { model, run, release } = await opened(3, 'patches');
  const ids = [3, 7, imageTokenId, 12, 5];
  const { run: done } = await run(ids);
  expect(done.tokens.map(({ text }) => text)).toEqual([
    '3',
    '7',
    ...[0, 1].flatMap((row) => [0, 1, 2].map((column) => `patch ${row},${column}`)),
    '12',
    '5',
  ]);
  expect(done.image).toMatchObject({
    nPatchRows: 2,
    nPatchColumns: 3,
    nPrefix: 2,
    isAmong: true,
    width: 24,
    height: 16,
  });
  const { feed } = cutPicture(picture, model.preprocessorConfig, model.config, 100);
  const patches = feed.own!.fill(nodeRuntime, model.seeing!.inputs[0]!, () => undefined)!;
  const word = (id: number) => vlmWeights.table.slice(id * width, (id + 1) * width);
  const vectors = [word(3), word(7), ...seen([...patches.data].map(Number)), word(12), word(5)];
  // Time, row and column.
  const positions = [
    [0, 0, 0],
    [1, 1, 1],
    [2, 2, 2],
    [2, 2, 3],
    [2, 2, 4],
    [2, 3, 2],
    [2, 3, 3],
    [2, 3, 4],
    [5, 5, 5],
    [6, 6, 6],
  ];
  const want = attention(vectors, positions);
  const found = done.attention[0]!.data;
  expect(found.length).toBe(want.length);
  expect(Math.max(...want.map((weight, at) => Math.abs(weight - found[at]!)))).toBeLessThan(2e-6);
  // Numbered as words are, they would be others.
  const inRow = attention(
    vectors,
    positions.map((_, at) => [at, at, at]),
  );
  expect(Math.max(...inRow.map((weight, at) => Math.abs(weight - found[at]!)))).toBeGreaterThan(1e-3);
  await release();
});

test('where three kinds of positions are asked for and no grid is told, the text is read alone', async () => {
  const { info, release } = await opened(3, 'pixels');
  expect(info.takesPicture).toBeUndefined();
  await release();
});
