import { describe, expect, test } from 'vitest';
import { exposeAttention } from './expose.ts';
import { readGraph } from './readGraph.ts';
import { floats, seeded } from './testing/attentionModel.ts';
import { tinyGraph, tinyModel } from './testing/tinyModel.ts';
import { loadZooModel, openSession, runCase } from './testing/zoo.ts';
import { BOOL, rawTensor } from './write.ts';
import type { NodeSpec } from './write.ts';

const N = 5;
const PROJECT: readonly NodeSpec[] = ['q', 'k', 'v'].map((name) => ({
  op: 'MatMul',
  in: ['x', `w${name}`],
  out: [name],
}));
const plain = (out: string): readonly NodeSpec[] => [
  { op: 'Transpose', in: ['k'], out: [`kT.${out}`], attributes: { perm: [0, 2, 1] } },
  { op: 'MatMul', in: ['q', `kT.${out}`], out: [`s.${out}`] },
  { op: 'Softmax', in: [`s.${out}`], out: [`p.${out}`], attributes: { axis: -1 } },
  { op: 'MatMul', in: [`p.${out}`, 'v'], out: [out] },
];
const fused = (out: string): readonly NodeSpec[] => [
  {
    op: 'MultiHeadAttention',
    domain: 'com.microsoft',
    in: ['q', 'k', 'v'],
    out: [out],
    attributes: { num_heads: 2, unidirectional: 1 },
  },
];

/** Fed: x [1, 5, 3] and use [1]; the branch taken is the first if use is not 0. */
const model = (thenNodes: readonly NodeSpec[], elseNodes: readonly NodeSpec[]): Uint8Array =>
  tinyModel({
    inputs: { x: [1, N, 3], use: [1] },
    outputs: ['c'],
    tensors: ['wq', 'wk', 'wv'].map((name, i) => floats(name, [3, 4], seeded(20 + i, 12))),
    nodes: [
      ...PROJECT,
      { op: 'Cast', in: ['use'], out: ['isUsed'], attributes: { to: BOOL } },
      {
        op: 'If',
        name: 'switch',
        in: ['isUsed'],
        out: ['c'],
        attributes: {
          then_branch: tinyGraph({ inputs: {}, nodes: thenNodes, outputs: [thenNodes.at(-1)!.out[0]!] }),
          else_branch: tinyGraph({ inputs: {}, nodes: elseNodes, outputs: [elseNodes.at(-1)!.out[0]!] }),
        },
      },
    ],
  });
const feed = (use: 0 | 1) =>
  ({
    x: { dtype: 'float32', dims: [1, N, 3], data: seeded(3, N * 3) },
    use: { dtype: 'float32', dims: [1], data: [use] },
  }) as const;

test('attention of both branches leaves by one output', async () => {
  const bytes = model(plain('c1'), fused('c2'));
  const facts = readGraph(bytes);
  expect(facts.sites).toHaveLength(1);
  expect(facts.sites[0]).toMatchObject({
    // Later keys are hidden in one of the branches.
    isCausal: true,
    kind: 'decoder',
    branch: { nodeName: 'switch', shown: 'else_branch', others: ['then_branch'] },
  });
  const exposed = exposeAttention(bytes, facts);
  const session = await openSession(exposed.model);
  const ofThen = (await runCase(session, feed(1))).get('attentions.0')!;
  const ofElse = (await runCase(session, feed(0))).get('attentions.0')!;
  await session.release();
  expect(ofThen.dims).toEqual([1, N, N]);
  expect(ofElse.dims).toEqual([1, 2, N, N]);
  expect(ofThen.data[1]).toBeGreaterThan(0);
  expect(ofElse.data[1]).toBe(0);
  for (const { data } of [ofThen, ofElse]) {
    for (let row = 0; row < data.length; row += N) {
      expect(data.subarray(row, row + N).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
    }
  }
  expect(exposeAttention(exposed.model, readGraph(exposed.model)).model).toHaveLength(exposed.model.length);
});

test('a branch without attention gives an empty tensor, and the outputs stay', async () => {
  const bytes = model(fused('c1'), [{ op: 'Identity', in: ['v'], out: ['c2'] }]);
  const facts = readGraph(bytes);
  expect(facts.sites[0]).toMatchObject({ branch: { nodeName: 'switch', shown: 'then_branch', others: [] } });
  const exposed = exposeAttention(bytes, facts);
  const [before, after] = [await openSession(bytes), await openSession(exposed.model)];
  for (const use of [0, 1] as const) {
    const results = await runCase(after, feed(use));
    expect(results.get('attentions.0')!.data).toHaveLength(use === 1 ? 2 * N * N : 0);
    expect(results.get('c')!.data).toEqual((await runCase(before, feed(use))).get('c')!.data);
  }
  await before.release();
  await after.release();
  expect(exposeAttention(exposed.model, readGraph(exposed.model)).model).toHaveLength(exposed.model.length);
});

test('an If inside an If is opened too', async () => {
  const inner: NodeSpec = {
    op: 'If',
    in: ['isUsed'],
    out: ['c1'],
    attributes: {
      then_branch: tinyGraph({ inputs: {}, nodes: plain('c3'), outputs: ['c3'] }),
      else_branch: tinyGraph({ inputs: {}, nodes: fused('c4'), outputs: ['c4'] }),
    },
  };
  const bytes = model([inner], [{ op: 'Identity', in: ['v'], out: ['c2'] }]);
  const exposed = exposeAttention(bytes, readGraph(bytes));
  const session = await openSession(exposed.model);
  const result = (await runCase(session, feed(1))).get('attentions.0')!;
  await session.release();
  expect(result.dims).toEqual([1, N, N]);
});

describe('a merged decoder', () => {
  const zoo = loadZooModel('gpt2-merged-if');
  const facts = readGraph(zoo.model);

  test('shows the branch without a past, and names both', () => {
    expect(facts.sites.map((site) => site.branch)).toEqual(
      [0, 1].map(() => ({ nodeName: 'optimum::if', shown: 'else_branch', others: ['then_branch'] })),
    );
  });

  test('runs with an empty past as with the one that is ignored', async () => {
    const session = await openSession(exposeAttention(zoo.model, facts).model);
    const [first] = zoo.cases;
    const inputs = Object.entries(first!.inputs).map(([name, tensor]) => {
      const isPast = name.startsWith('past_key_values');
      const [batch, heads, , width] = tensor.dims;
      return [name, isPast ? { ...tensor, dims: [batch!, heads!, 0, width!], data: [] } : tensor] as const;
    });
    const results = await runCase(session, Object.fromEntries(inputs));
    await session.release();
    first!.attentions.forEach((truth, layer) => {
      const { data, dims } = results.get(`attentions.${layer}`)!;
      expect(dims).toEqual(truth.dims);
      truth.data.forEach((weight, i) => expect(data[i]).toBeCloseTo(weight, 5));
    });
  });
});

test('weights that only branches use count in the form in which they are stored there', () => {
  const product = (out: string): Uint8Array =>
    tinyGraph({ inputs: {}, nodes: [{ op: 'MatMulInteger', in: ['ids', 'w'], out: [out] }], outputs: [out] });
  const facts = readGraph(
    tinyModel({
      inputs: { ids: [1, 3], use: [1] },
      outputs: ['c'],
      tensors: [rawTensor('w', [3, 4], 3, new Uint8Array(12))],
      nodes: [
        { op: 'If', in: ['use'], out: ['c'], attributes: { then_branch: product('c1'), else_branch: product('c2') } },
      ],
    }),
  );
  expect(facts.weightBytesByType).toEqual({ int8: 12 });
});

/** `plain`, with scores cast to a type by its number in ONNX, or for null to one that the graph does not tell. */
const plainIn = (out: string, type: number | null): readonly NodeSpec[] => [
  ...plain(out).slice(0, 2),
  ...(type === null
    ? ([
        { op: 'Shape', in: ['x'], out: [`n.${out}`] },
        { op: 'ConstantOfShape', in: [`n.${out}`], out: [`z.${out}`] },
        { op: 'CastLike', in: [`s.${out}`, `z.${out}`], out: [`t.${out}`] },
      ] as const)
    : ([{ op: 'Cast', in: [`s.${out}`], out: [`t.${out}`], attributes: { to: type } }] as const)),
  { op: 'Softmax', in: [`t.${out}`], out: [`p.${out}`], attributes: { axis: -1 } },
  ...plain(out).slice(3),
];

test.each<[string, number | null, number | null, boolean | null]>([
  ['full in both', 1, 1, false],
  ['half in either branch', 1, 10, true],
  ['untold in either branch', null, 1, null],
  ['untold in both', null, null, null],
  ['half in one and untold in the other', 10, null, true],
])('the precision of a pair is %s', (_, first, second, isHalf) => {
  const { sites } = readGraph(model(plainIn('c1', first), plainIn('c2', second)));
  expect(sites.map((site) => site.isHalf)).toEqual([isHalf]);
});
