import { describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { exposeAttention } from './expose.ts';
import { bytesField, concat } from './protobuf.ts';
import { readGraph } from './readGraph.ts';
import { tinyGraph, tinyModel } from './testing/tinyModel.ts';
import type { TinyModel, TinyNode } from './testing/tinyModel.ts';
import { openSession, runCase } from './testing/zoo.ts';
import type { GraphFacts } from './types.ts';
import { intTensor, nodeProto } from './write.ts';

const SWAP = { perm: [0, 2, 1] };
const X = { x: ['batch', 5, 3] };

/** One head of width 2 over activations of width 3; `between` replaces what stands between product and softmax. */
const project = (from = 'x'): readonly TinyNode[] => [
  { op: 'MatMul', in: [from, 'wq'], out: ['q'] },
  { op: 'MatMul', in: ['x', 'wk'], out: ['k'] },
  { op: 'MatMul', in: ['x', 'wv'], out: ['v'] },
  { op: 'Transpose', in: ['k'], out: ['kT'], attributes: SWAP },
];
const WEIGHTS = { wq: [3, 2], wk: [3, 2], wv: [3, 4] };
const SCORES: TinyNode = { op: 'MatMul', in: ['q', 'kT'], out: ['s'], name: 'score product' };
const SOFTMAX: TinyNode = { op: 'Softmax', in: ['s'], out: ['p'], name: 'softmax', attributes: { axis: 2 } };
const CONTEXT: TinyNode = { op: 'MatMul', in: ['p', 'v'], out: ['c'] };

const factsOf = (model: Partial<TinyModel> & Pick<TinyModel, 'nodes'>): GraphFacts =>
  readGraph(tinyModel({ inputs: X, outputs: ['c'], weights: WEIGHTS, ...model }));

/** Why each candidate of a model without attention is none. */
const why = (model: Parameters<typeof factsOf>[0]): readonly string[] => {
  const { sites, notAttention } = factsOf(model);
  expect(sites).toEqual([]);
  return notAttention.map((each) => each.why);
};

describe('attention by its definition', () => {
  test('a softmax between queries times keys and a product with values', () => {
    const { sites } = factsOf({ nodes: [...project(), SCORES, SOFTMAX, CONTEXT] });
    expect(sites).toEqual([
      {
        layer: 0,
        block: 0,
        kind: 'encoder',
        probabilities: 'p',
        scores: 's',
        query: 'q',
        key: 'kT',
        value: 'v',
        context: 'c',
        nodeName: 'softmax',
        how: 'MatMul -> Softmax -> MatMul; scores made by score product, values weighted by c',
        isCausal: false,
        headsInBatch: true,
        isHalf: false,
        rowsSumToOne: true,
        branch: null,
        cpuOnly: null,
        places: null,
        mask: null,
        inside: null,
        output: { name: 'attentions.0', by: 'identity' },
      },
    ]);
  });

  const CAST = (from: string, to: string, type: number): TinyNode => {
    return { op: 'Cast', in: [from], out: [to], attributes: { to: type } };
  };
  test.each<[string, readonly TinyNode[], boolean | null]>([
    ['in float32', [SOFTMAX], false],
    ['in float16', [CAST('s', 's16', 10), { ...SOFTMAX, in: ['s16'] }, CAST('p', 'p32', 1)], true],
    ['in bfloat16', [CAST('s', 's16', 16), { ...SOFTMAX, in: ['s16'] }, CAST('p', 'p32', 1)], true],
    [
      'in float32 of scores in float16',
      [CAST('s', 's16', 10), CAST('s16', 's32', 1), { ...SOFTMAX, in: ['s32'] }],
      false,
    ],
    [
      'of a type that the graph does not tell',
      [
        { op: 'Shape', in: ['x'], out: ['sizes'] },
        { op: 'ConstantOfShape', in: ['sizes'], out: ['zeros'] },
        { op: 'CastLike', in: ['s', 'zeros'], out: ['like'] },
        { ...SOFTMAX, in: ['like'] },
      ],
      null,
    ],
  ])(
    'a softmax %s: weights below 6e-8 are lost where it is in half precision, whatever they are cast to',
    (_, nodes, isHalf) => {
      const weights = nodes.at(-1)!.out[0]!;
      const { sites } = factsOf({ nodes: [...project(), SCORES, ...nodes, { ...CONTEXT, in: [weights, 'v'] }] });
      expect(sites.map((site) => site.isHalf)).toEqual([isHalf]);
    },
  );

  test('weights that are cast to float16 to weigh values are shown as they are before, with all that is below 6e-8', () => {
    const cast = [CAST('p', 'p16', 10), CAST('v', 'v16', 10)];
    const { sites } = factsOf({ nodes: [...project(), SCORES, SOFTMAX, ...cast, { ...CONTEXT, in: ['p16', 'v16'] }] });
    expect(sites.map(({ isHalf, output }) => [isHalf, output.by])).toEqual([[false, 'identity']]);
  });

  test('nodes in reversed order are the same graph', () => {
    const nodes = [...project(), SCORES, SOFTMAX, CONTEXT];
    expect(factsOf({ nodes: nodes.toReversed() }).sites).toEqual(factsOf({ nodes }).sites);
  });

  test('scores written as keys times queries and transposed have queries on the right', () => {
    const nodes: readonly TinyNode[] = [
      { op: 'MatMul', in: ['x', 'wq'], out: ['q'] },
      { op: 'MatMul', in: ['x', 'wk'], out: ['k'] },
      { op: 'MatMul', in: ['x', 'wv'], out: ['v'] },
      { op: 'Transpose', in: ['q'], out: ['qT'], attributes: SWAP },
      { op: 'MatMul', in: ['k', 'qT'], out: ['sT'] },
      { op: 'Transpose', in: ['sT'], out: ['s'], attributes: SWAP },
      SOFTMAX,
      CONTEXT,
    ];
    expect(factsOf({ nodes }).sites.map(({ query, key }) => [query, key])).toEqual([['qT', 'k']]);
  });

  test('where a Where replaces the NaN of masked rows, what it gives is shown', () => {
    const nodes: readonly TinyNode[] = [
      ...project(),
      SCORES,
      SOFTMAX,
      { op: 'IsNaN', in: ['p'], out: ['isNaN'] },
      { op: 'Where', in: ['isNaN', 'zero', 'p'], out: ['p1'] },
      { op: 'Dropout', in: ['p1'], out: ['p2'] },
      { op: 'MatMul', in: ['p2', 'v'], out: ['c'] },
    ];
    const { sites } = factsOf({ nodes, weights: { ...WEIGHTS, zero: [1] } });
    expect(sites.map((site) => site.probabilities)).toEqual(['p1']);
  });

  test('a score product of masks is not one of queries and keys', () => {
    const nodes: readonly TinyNode[] = [
      { op: 'MatMul', in: ['x', 'mask'], out: ['m'] },
      { op: 'Softmax', in: ['m'], out: ['p'] },
      { op: 'MatMul', in: ['p', 'x'], out: ['c'] },
    ];
    expect(factsOf({ nodes, inputs: { ...X, mask: ['batch', 3, 5] } }).sites).toEqual([]);
  });

  test('keys and values of another sequence make it cross', () => {
    const nodes = [...project('y'), SCORES, SOFTMAX, CONTEXT];
    const { sites, isCausal } = factsOf({ nodes, inputs: { ...X, y: ['batch', 4, 3] } });
    expect(sites.map((site) => site.kind)).toEqual(['cross']);
    expect(isCausal).toBe(null);
  });
});

describe('what is refused, and why', () => {
  test('a router: activations times a constant', () => {
    const nodes: readonly TinyNode[] = [...project(), { op: 'MatMul', in: ['x', 'wr'], out: ['s'] }, SOFTMAX, CONTEXT];
    expect(why({ nodes, weights: { ...WEIGHTS, wr: [3, 5] } })).toEqual([expect.stringContaining('constant weight')]);
  });

  test('a constant that is cast and transposed first is one still', () => {
    const nodes: readonly TinyNode[] = [
      ...project(),
      { op: 'Cast', in: ['wr'], out: ['wr1'], attributes: { to: 1 } },
      { op: 'Transpose', in: ['wr1'], out: ['wr2'] },
      { op: 'MatMul', in: ['x', 'wr2'], out: ['s'] },
      SOFTMAX,
      CONTEXT,
    ];
    expect(why({ nodes, weights: { ...WEIGHTS, wr: [5, 3] } })).toEqual([expect.stringContaining('constant weight')]);
  });

  test('a classifier: nothing is weighted by it', () => {
    const nodes = [...project(), SCORES, SOFTMAX];
    expect(why({ nodes, outputs: ['p'] })).toEqual([expect.stringContaining('weights no values')]);
  });

  test('a softmax that is the right operand: it is weighted, it does not weight', () => {
    const nodes: readonly TinyNode[] = [...project(), SCORES, SOFTMAX, { op: 'MatMul', in: ['v', 'p'], out: ['c'] }];
    expect(why({ nodes })).toEqual([expect.stringContaining('weights no values')]);
  });

  test('a softmax over another axis', () => {
    const softmax: TinyNode = { ...SOFTMAX, attributes: { axis: 1 } };
    expect(why({ nodes: [...project(), SCORES, softmax, CONTEXT] })).toEqual([expect.stringContaining('another axis')]);
    const old: TinyNode = { ...SOFTMAX, attributes: {} };
    expect(why({ nodes: [...project(), SCORES, old, CONTEXT], opset: 12 })).toEqual([
      expect.stringContaining('another axis'),
    ]);
  });

  test('a softmax without a product before it', () => {
    const nodes: readonly TinyNode[] = [
      { op: 'Softmax', in: ['x'], out: ['p'] },
      { op: 'MatMul', in: ['p', 'x'], out: ['c'] },
    ];
    expect(why({ nodes })).toEqual([expect.stringContaining('no product')]);
  });

  test('a context is not taken for the scores of a softmax after it', () => {
    const nodes: readonly TinyNode[] = [
      ...project(),
      SCORES,
      SOFTMAX,
      CONTEXT,
      { op: 'Softmax', in: ['c'], out: ['p1'] },
      { op: 'Transpose', in: ['v'], out: ['vT'], attributes: SWAP },
      { op: 'MatMul', in: ['p1', 'vT'], out: ['c1'] },
    ];
    const { sites, notAttention } = factsOf({ nodes, outputs: ['c1'] });
    expect(sites.map((site) => site.probabilities)).toEqual(['p']);
    expect(notAttention).toHaveLength(1);
  });

  test('a sum of products that spreads nothing: one score for each position, not for each pair', () => {
    const nodes: readonly TinyNode[] = [
      ...project(),
      { op: 'Mul', in: ['q', 'k'], out: ['qk'] },
      { op: 'ReduceSum', in: ['qk', 'last'], out: ['s1'], attributes: { keepdims: 0 } },
      { op: 'Softmax', in: ['s1'], out: ['p1'], attributes: { axis: -1 } },
      { op: 'Unsqueeze', in: ['p1', 'last'], out: ['p2'] },
      { op: 'Mul', in: ['p2', 'v'], out: ['pv'] },
      { op: 'ReduceSum', in: ['pv', 'tokens'], out: ['c'], attributes: { keepdims: 0 } },
    ];
    const tensors = [intTensor('last', [-1]), intTensor('tokens', [-2])];
    expect(why({ nodes, tensors })).toEqual([expect.stringContaining('no product')]);
  });

  test.each([
    ['features', 1, -1],
    ['queries', 2, -3],
  ])('weights that are multiplied by values and summed over the %s', (_, axis, summed) => {
    const nodes: readonly TinyNode[] = [
      ...project(),
      SCORES,
      SOFTMAX,
      { op: 'Unsqueeze', in: ['p', 'last'], out: ['p1'] },
      { op: 'Unsqueeze', in: ['v', 'rows'], out: ['v1'] },
      { op: 'Mul', in: ['p1', 'v1'], out: ['pv'] },
      { op: 'ReduceSum', in: ['pv', 'summed'], out: ['c'], attributes: { keepdims: 0 } },
    ];
    const tensors = [intTensor('last', [-1]), intTensor('rows', [axis]), intTensor('summed', [summed])];
    expect(why({ nodes, tensors })).toEqual([expect.stringContaining('weights no values')]);
  });

  const FOUR: readonly TinyNode[] = [
    ...project(),
    ...['q', 'kT', 'v'].map((name): TinyNode => ({ op: 'Unsqueeze', in: [name, 'one'], out: [`${name}4`] })),
    { op: 'MatMul', in: ['q4', 'kT4'], out: ['s4'] },
  ];
  const END: readonly TinyNode[] = [
    { op: 'Softmax', in: ['m'], out: ['p4'], attributes: { axis: 3 } },
    { op: 'MatMul', in: ['p4', 'v4'], out: ['c'] },
  ];

  test.each<[string, readonly TinyNode[]]>([
    [
      'queries mixed with one another',
      [
        { op: 'Transpose', in: ['s4'], out: ['t'], attributes: { perm: [0, 1, 3, 2] } },
        { op: 'MatMul', in: ['t', 'square'], out: ['mixed'] },
        { op: 'Transpose', in: ['mixed'], out: ['m'], attributes: { perm: [0, 1, 3, 2] } },
      ],
    ],
    [
      'heads mixed and then left elsewhere',
      [
        { op: 'Transpose', in: ['s4'], out: ['t'], attributes: { perm: [0, 2, 3, 1] } },
        { op: 'MatMul', in: ['t', 'single'], out: ['mixed'] },
        { op: 'Transpose', in: ['mixed'], out: ['m'], attributes: { perm: [0, 3, 2, 1] } },
      ],
    ],
    [
      'keys mixed by an Einsum',
      [{ op: 'Einsum', in: ['s4', 'square'], out: ['m'], attributes: { equation: 'bhij,jk->bhik' } }],
    ],
  ])('%s before the softmax', (_, between) => {
    const tensors = [intTensor('one', [1])];
    const weights = { ...WEIGHTS, square: [5, 5], single: [1, 1] };
    expect(why({ nodes: [...FOUR, ...between, ...END], tensors, weights })).toEqual([
      expect.stringContaining('times a constant weight'),
    ]);
  });

  test('a convolution over neighbours before the softmax', () => {
    const between: TinyNode = { op: 'Conv', in: ['s4', 'kernel'], out: ['m'], attributes: { pads: [1, 1, 1, 1] } };
    const tensors = [intTensor('one', [1])];
    const weights = { ...WEIGHTS, kernel: [1, 1, 3, 3] };
    expect(why({ nodes: [...FOUR, between, ...END], tensors, weights })).toEqual([
      expect.stringContaining('no product'),
    ]);
  });

  test('a softmax in the body of a loop', () => {
    const body = tinyGraph({ inputs: {}, nodes: [SCORES, SOFTMAX, CONTEXT], outputs: ['c'] });
    const nodes: readonly TinyNode[] = [...project(), { op: 'Loop', in: ['n'], out: ['c'], attributes: { body } }];
    expect(why({ nodes, inputs: { ...X, n: [] } })).toEqual([expect.stringContaining('body of a Loop hides 1')]);
  });

  test.each(['SparseAttention', 'LongformerAttention'])(
    'a fused operator without an output for its weights, %s',
    (op) => {
      const nodes: readonly TinyNode[] = [
        ...project(),
        { op, domain: 'com.microsoft', in: ['q', 'k', 'v'], out: ['c'] },
        { op: 'Attention', domain: 'com.microsoft', in: ['x', 'packed'], out: ['c2'], attributes: { num_heads: 1 } },
      ];
      const reasons = why({ nodes, inputs: { ...X, packed: [3, 6] } });
      expect(reasons).toHaveLength(2);
      expect(reasons.join()).toContain(`${op} keeps its probabilities inside`);
      expect(reasons.join()).toMatch(/the sizes of its projections are not in the file/);
    },
  );

  test('a call of a function of the file', () => {
    const call: TinyNode = { op: 'SelfAttention', domain: 'local', in: ['q', 'kT', 'v'], out: ['c'], name: 'call' };
    const softmax = bytesField(7, nodeProto(SOFTMAX));
    const definition = concat([bytesField(1, 'SelfAttention'), softmax, bytesField(10, 'local')]);
    const bytes = tinyModel({ inputs: X, outputs: ['c'], weights: WEIGHTS, nodes: [...project(), call] });
    const { sites, notAttention } = readGraph(concat([bytes, bytesField(25, definition)]));
    expect(sites).toEqual([]);
    expect(notAttention).toEqual([
      {
        nodeName: 'call',
        why: 'it calls a function of the file, SelfAttention, which hides 1 softmax or attention nodes',
      },
    ]);
  });
});

describe('functions of the file', () => {
  const definition = (name: string, nodes: readonly TinyNode[]): Uint8Array =>
    bytesField(
      25,
      concat([bytesField(1, name), ...nodes.map((node) => bytesField(7, nodeProto(node))), bytesField(10, 'local')]),
    );
  const callOf = (op: string, name?: string): TinyNode => ({
    op,
    domain: 'local',
    in: ['q', 'kT', 'v'],
    out: ['c'],
    ...(name !== undefined && { name }),
  });
  const reasons = (...functions: readonly Uint8Array[]): readonly string[] => {
    const bytes = tinyModel({
      inputs: X,
      outputs: ['c'],
      weights: WEIGHTS,
      nodes: [...project(), callOf('Layer', 'call')],
    });
    return readGraph(concat([bytes, ...functions])).notAttention.map(({ why: reason }) => reason);
  };

  test('that call functions which hide a softmax are refused by the one that the graph calls', () => {
    const inner = definition('Core', [SOFTMAX, SOFTMAX]);
    const outer = definition('Layer', [callOf('Core'), SOFTMAX]);
    const reason = 'it calls a function of the file, Layer, which hides 3 softmax or attention nodes';
    expect(reasons(inner, outer)).toEqual([reason]);
    expect(reasons(outer, inner)).toEqual([reason]);
  });

  test('that call each other come to an end', () => {
    const one = definition('Layer', [callOf('Other'), SOFTMAX]);
    expect(reasons(one, definition('Other', [callOf('Layer')]))).toEqual([expect.stringContaining('hides 1 softmax')]);
  });

  test.each(['If', 'Loop'])('that are called in a graph of an %s only are named too', (op) => {
    const branch = tinyGraph({ inputs: {}, nodes: [callOf('Layer', 'inner call')], outputs: ['c'] });
    const attributes = op === 'If' ? { then_branch: branch, else_branch: branch } : { body: branch };
    const nodes: readonly TinyNode[] = [...project(), { op, name: 'outer', in: ['n'], out: ['c'], attributes }];
    const bytes = tinyModel({ inputs: { ...X, n: [] }, outputs: ['c'], weights: WEIGHTS, nodes });
    const { sites, notAttention } = readGraph(concat([bytes, definition('Layer', [SOFTMAX])]));
    expect(sites).toEqual([]);
    expect(notAttention[0]).toEqual({
      nodeName: op === 'If' ? 'inner call' : 'outer',
      why: expect.stringMatching(
        op === 'If' ? /calls a function of the file, Layer/ : /body of a Loop hides 1 softmax/,
      ),
    });
  });

  test('without a softmax are no reason', () => {
    expect(reasons(definition('Layer', [{ op: 'Relu', in: ['q'], out: ['c'] }]))).toEqual([]);
  });
});

describe('exposing', () => {
  test('a model without attention is refused with the reason for each softmax', () => {
    const bytes = tinyModel({
      inputs: X,
      outputs: ['p'],
      nodes: [{ op: 'Softmax', in: ['x'], out: ['p'], name: 'out' }],
    });
    const facts = readGraph(bytes);
    expect(() => exposeAttention(bytes, facts)).toThrow(AppError);
    expect(() => exposeAttention(bytes, facts)).toThrow(/no-attention: out: its input comes from no product/);
  });

  test('the file is kept as it was and something is appended', () => {
    const bytes = tinyModel({
      inputs: X,
      outputs: ['c'],
      weights: WEIGHTS,
      nodes: [...project(), SCORES, SOFTMAX, CONTEXT],
    });
    const exposed = exposeAttention(bytes, readGraph(bytes));
    expect(exposed.model.subarray(0, bytes.length)).toEqual(bytes);
    expect(exposed.model.length).toBeGreaterThan(bytes.length);
    expect(exposed.outputs).toEqual(['attentions.0']);
  });

  test('a name that the graph uses for something else is not taken', async () => {
    const nodes: readonly TinyNode[] = [...project(), SCORES, SOFTMAX, { ...CONTEXT, out: ['attentions.0'] }];
    const bytes = tinyModel({ inputs: X, outputs: ['attentions.0'], weights: WEIGHTS, nodes });
    const exposed = exposeAttention(bytes, readGraph(bytes));
    expect(exposed.outputs).toEqual(['attentions.0_']);
    const session = await openSession(exposed.model);
    const data = Array.from({ length: 15 }, (_, i) => i / 8);
    const results = await runCase(session, { x: { dtype: 'float32', dims: [1, 5, 3], data } });
    expect(results.get('attentions.0_')!.dims).toEqual([1, 5, 5]);
    expect(results.get('attentions.0')!.dims).toEqual([1, 5, 4]);
    await session.release();
  });
});
