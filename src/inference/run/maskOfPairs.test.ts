import { describe, expect, test } from 'vitest';
import type { RunnableModel } from './runnable.ts';
import { prepareModel } from './prepare.ts';
import { runInput } from './runInput.ts';
import { startModel } from './start.ts';
import { floats, seeded } from '../surgery/testing/attentionModel.ts';
import { tinyModel } from '../surgery/testing/tinyModel.ts';
import type { TinyNode } from '../surgery/testing/tinyModel.ts';
import { BOOL, INT64, intTensor } from '../surgery/write.ts';
import { nodeRuntime } from '../testing/runtimes.ts';
import { ZOO_SOURCE, zooFiles } from '../testing/zooModels.ts';

const [WIDTH, N_HEADS, N_VOCAB] = [8, 2, 20];

type Dims = readonly (number | string)[];
type Shape = {
  readonly name?: string;
  readonly mask: Dims;
  readonly hides?: 'added' | 'where';
  /** Set if positions are counted from a number that is fed. */
  readonly counts?: true;
  /** Places of a cache that stands before what is read: so many, any number where null; none without. */
  readonly nPlaces?: number | null;
};

/** Rows of a table of positions, counted from `offset`. */
const COUNTED: readonly TinyNode[] = [
  { op: 'Shape', in: ['input_ids'], out: ['shape'] },
  { op: 'Gather', in: ['shape', 'step'], out: ['length'] },
  { op: 'Range', in: ['start', 'length', 'step'], out: ['range'] },
  { op: 'Add', in: ['range', 'offset'], out: ['places'] },
  { op: 'Gather', in: ['positions', 'places'], out: ['where'] },
  { op: 'Add', in: ['words', 'where'], out: ['x'] },
];

/** One layer of two heads that sees what its mask lets it see. */
function graph({ name = 'bias', mask, hides = 'added', nPlaces, counts }: Shape): Uint8Array {
  const isCached = nPlaces !== undefined;
  const hidden: readonly TinyNode[] =
    hides === 'added'
      ? [{ op: 'Add', in: ['scores', name], out: ['seen'] }]
      : [{ op: 'Where', in: [name, 'scores', 'low'], out: ['seen'] }];
  const past = (each: 'key' | 'value'): readonly TinyNode[] => [
    { op: 'Transpose', in: [`${each}.split`], out: [`${each}.heads`], attributes: { perm: [0, 2, 1, 3] } },
    isCached
      ? { op: 'Concat', in: [`past.0.${each}`, `${each}.heads`], out: [`present.0.${each}`], attributes: { axis: 2 } }
      : { op: 'Identity', in: [`${each}.heads`], out: [`present.0.${each}`] },
  ];
  const cache: Dims = [1, N_HEADS, nPlaces ?? 'past', WIDTH / N_HEADS];
  return tinyModel({
    inputs: {
      input_ids: ['batch', 'seq'],
      [name]: mask,
      ...(counts && { offset: [] }),
      ...(isCached && { 'past.0.key': cache, 'past.0.value': cache }),
    },
    types: { input_ids: INT64, offset: INT64, ...(hides === 'where' && { [name]: BOOL }) },
    outputs: ['logits', ...(isCached ? ['present.0.key', 'present.0.value'] : [])],
    tensors: [
      floats('table', [N_VOCAB, WIDTH], seeded(1, N_VOCAB * WIDTH)),
      ...['query', 'key', 'value'].map((each, at) => floats(each, [WIDTH, WIDTH], seeded(2 + at, WIDTH * WIDTH))),
      floats('head', [WIDTH, N_VOCAB], seeded(7, WIDTH * N_VOCAB)),
      floats('scale', [], [1 / Math.sqrt(WIDTH / N_HEADS)]),
      floats('low', [], [-1e9]),
      floats('positions', [16, WIDTH], seeded(9, 16 * WIDTH)),
      intTensor('start', 0),
      intTensor('step', 1),
      intTensor('toHeads', [0, 0, N_HEADS, WIDTH / N_HEADS]),
      intTensor('toFlat', [0, 0, WIDTH]),
    ],
    nodes: [
      { op: 'Gather', in: ['table', 'input_ids'], out: ['words'] },
      ...(counts ? COUNTED : [{ op: 'Identity', in: ['words'], out: ['x'] }]),
      ...['query', 'key', 'value'].flatMap((each): readonly TinyNode[] => [
        { op: 'MatMul', in: ['x', each], out: [`${each}.rows`] },
        { op: 'Reshape', in: [`${each}.rows`, 'toHeads'], out: [`${each}.split`] },
      ]),
      ...past('key'),
      ...past('value'),
      { op: 'Transpose', in: ['query.split'], out: ['q'], attributes: { perm: [0, 2, 1, 3] } },
      { op: 'Transpose', in: ['present.0.key'], out: ['kT'], attributes: { perm: [0, 1, 3, 2] } },
      { op: 'MatMul', in: ['q', 'kT'], out: ['products'] },
      { op: 'Mul', in: ['products', 'scale'], out: ['scores'] },
      ...hidden,
      { op: 'Softmax', in: ['seen'], out: ['weights'], attributes: { axis: -1 } },
      { op: 'MatMul', in: ['weights', 'present.0.value'], out: ['given'] },
      { op: 'Transpose', in: ['given'], out: ['givenT'], attributes: { perm: [0, 2, 1, 3] } },
      { op: 'Reshape', in: ['givenT', 'toFlat'], out: ['flat'] },
      { op: 'MatMul', in: ['flat', 'head'], out: ['logits'] },
    ],
  });
}

async function started(shape: Shape, config: object = {}, runtime = nodeRuntime): Promise<RunnableModel> {
  const files = { ...zooFiles('gpt2'), config };
  const { model, exposed } = prepareModel(ZOO_SOURCE, {
    ...files,
    graphs: [{ role: 'whole', path: 'model.onnx', onnx: graph(shape), externalData: [] }],
  });
  const platform = { gpu: undefined, loadRuntime: async () => runtime };
  const done = await startModel(model, exposed, platform, { wish: 'wasm', selfTest: false, onStage: () => {} });
  return { ...done, prepared: model };
}

const IDS = [3, 7, 1, 12, 5];

async function weightsOf(model: RunnableModel, ids: readonly number[] = IDS): Promise<Float32Array> {
  const input = { kind: 'ids', ids } as const;
  const { run } = await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal);
  return run.attention[0]!.data;
}

/** Whether any token looks at one behind it. */
async function looksAhead(model: RunnableModel): Promise<boolean> {
  const [weights, n] = [await weightsOf(model), IDS.length];
  return weights.some((weight, at) => at % n > Math.floor(at / n) % n && weight > 0);
}

describe('a graph that sees what a mask of four axes lets it see', () => {
  test.each<[string, Shape]>([
    ['added, by a name of its own', { mask: ['batch', 1, 'seq', 'seq'] }],
    ['added, by the name that masks have', { name: 'attention_mask', mask: ['batch', 1, 'seq', 'seq'] }],
    ['for each head', { mask: ['batch', N_HEADS, 'seq', 'seq'] }],
    ['without an axis for heads', { mask: ['batch', 'seq', 'seq'] }],
    ['of truths', { mask: ['batch', 1, 'seq', 'seq'], hides: 'where' }],
    ['of truths for each head', { name: 'attention_mask', mask: [1, N_HEADS, 'seq', 'seq'], hides: 'where' }],
  ])('is given one that hides what comes later, and says so: %s', async (_, shape) => {
    const model = await started(shape);
    expect(await looksAhead(model)).toBe(false);
    expect(model.info.isCausal).toBe(true);
    expect(model.notices.map(({ code }) => code)).toContain('causal-mask');
    await model.session.release();
  });

  test.each<[string, Shape, object]>([
    [
      'its class names a model of both directions',
      { mask: ['batch', 1, 'seq', 'seq'] },
      { architectures: ['BertForMaskedLM'] },
    ],
    ['it has one row for all tokens', { mask: ['batch', 1, 1, 'seq'], name: 'attention_mask' }, {}],
    ['it has one row of truths for all tokens', { mask: [1, 1, 1, 'seq'], hides: 'where' }, {}],
  ])('looks both ways where %s, and nothing is said', async (_, shape, config) => {
    const model = await started(shape, config);
    expect(await looksAhead(model)).toBe(true);
    expect(model.notices.map(({ code }) => code)).not.toContain('causal-mask');
    await model.session.release();
  });
});

describe('a cache of one length before what is read', () => {
  test.each<[string, Shape]>([
    ['added', { mask: ['batch', 1, 'seq', 'all'], nPlaces: 6 }],
    ['added for each head', { mask: [1, N_HEADS, 'seq', 'all'], nPlaces: 6 }],
    ['of truths', { mask: ['batch', 1, 'seq', 'all'], hides: 'where', nPlaces: 6 }],
  ])('is hidden by the mask, and what comes later too: %s', async (_, shape) => {
    const [model, alone] = [await started(shape), await started({ mask: ['batch', 1, 'seq', 'seq'] })];
    const [found, right] = [await weightsOf(model), await weightsOf(alone)];
    expect(found.length).toBe(right.length);
    expect(Math.max(...found.map((weight, at) => Math.abs(weight - right[at]!)))).toBeLessThan(1e-6);
    await Promise.all([model.session.release(), alone.session.release()]);
  });

  test('lets heads be switched off, but nothing be put in place of their weights, and says why', async () => {
    const model = await started({ mask: ['batch', 1, 'seq', 'all'], nPlaces: 6 });
    const free = await started({ mask: ['batch', 1, 'seq', 'all'], nPlaces: null });
    expect(free.ablation.modes).toContain('flat');
    expect(model.ablation.modes).toEqual(free.ablation.modes.filter((mode) => mode === 'zero' || mode === 'mean'));
    expect(model.ablation.limits).toContain('a cache of 6 places, most of them empty');
    expect(free.ablation.limits).toBeNull();
    const [site] = model.prepared.graphs[0]!.sites;
    expect([site!.inside, site!.whyNotInside]).toEqual([null, expect.stringContaining('cache of one length')]);
    expect(free.prepared.graphs[0]!.sites[0]!.inside).not.toBeNull();
    await Promise.all([model.session.release(), free.session.release()]);
  });
});

test.each<[string, Shape]>([
  ['a mask with a row for each token', { mask: ['batch', 1, 'seq', 'all'], nPlaces: null }],
  ['positions that are counted from a number', { mask: ['batch', 1, 'seq', 'all'], nPlaces: null, counts: true }],
])('a text that is written on is fed token by token, from its past on: %s', async (_, shape) => {
  const fed: number[] = [];
  const model = await started(
    shape,
    { vocab_size: N_VOCAB },
    {
      ...nodeRuntime,
      InferenceSession: {
        async create(bytes, options) {
          const session = await nodeRuntime.InferenceSession.create(bytes, options);
          return {
            run(feeds, names, how) {
              fed.push(feeds['input_ids']?.dims.at(-1) ?? 0);
              return session.run(feeds, names, how);
            },
            release: () => session.release(),
          };
        },
      },
    },
  );
  const run = (n: number, grows: boolean) =>
    model.session.run({
      tokens: { ids: IDS.slice(0, n), typeIds: IDS.slice(0, n).map(() => 0) },
      ...(grows && { grows: true }),
    });
  const whole = await run(5, false);
  fed.length = 0;
  for (const n of [2, 3, 4]) await run(n, true);
  const grown = await run(5, true);
  expect(fed).toEqual([2, 1, 3, 1, 1]);
  const [found, right] = [grown.layers[0]!.data, whole.layers[0]!.data];
  expect(found.length).toBe(right.length);
  expect(Math.max(...found.map((weight, at) => Math.abs(weight - right[at]!)))).toBeLessThan(1e-6);
  await model.session.release();
});
