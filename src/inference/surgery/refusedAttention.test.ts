import { describe, expect, test } from 'vitest';
import { bytesField, concat } from './protobuf.ts';
import { readGraph } from './readGraph.ts';
import { tinyGraph, tinyModel } from './testing/tinyModel.ts';
import type { TinyNode } from './testing/tinyModel.ts';
import { intTensor, nodeProto } from './write.ts';
import { factsOf, project, SOFTMAX, CONTEXT, WEIGHTS, SCORES, SWAP, X } from './testing/tinyAttention.ts';

/** Why each candidate of a model without attention is none. */
const why = (model: Parameters<typeof factsOf>[0]): readonly string[] => {
  const { sites, notAttention } = factsOf(model);
  expect(sites).toEqual([]);
  return notAttention.map((each) => each.why);
};

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
