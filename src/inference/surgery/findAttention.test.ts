import { describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { exposeAttention } from './expose.ts';
import { readGraph } from './readGraph.ts';
import { tinyModel } from './testing/tinyModel.ts';
import type { TinyNode } from './testing/tinyModel.ts';
import { openSession, runCase } from './testing/zoo.ts';
import { factsOf, project, SCORES, SOFTMAX, CONTEXT, SWAP, WEIGHTS, X } from './testing/tinyAttention.ts';

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
