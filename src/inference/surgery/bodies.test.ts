import { describe, expect, test } from 'vitest';
import { readGraph } from './readGraph.ts';
import { floats } from './testing/attentionModel.ts';
import { tinyGraph, tinyModel } from './testing/tinyModel.ts';
import type { TinyNode } from './testing/tinyModel.ts';
import { BOOL, INT64, intTensor, rawTensor } from './write.ts';
import {
  INPUTS,
  N,
  NAMES,
  WIDTH,
  weights,
  layer,
  patternsOf,
  unrolled,
  off,
  exposedTwice,
} from './testing/unrolled.ts';

type Changes = {
  readonly nPasses?: string;
  readonly begins?: string;
  readonly ends?: readonly TinyNode[];
  /** Further nodes of the body, and what it gives besides. */
  readonly further?: readonly TinyNode[];
  readonly gives?: readonly string[];
  /** What goes into the Loop and its body besides, and its outputs. */
  readonly carries?: readonly [outside: string, inside: string];
  readonly out?: readonly string[];
  readonly outputs?: readonly string[];
};

const looped = (changes: Changes = {}): Uint8Array => {
  const {
    nPasses = 'n',
    begins = 'true',
    ends,
    further = [],
    gives = [],
    carries,
    out = ['out'],
    outputs = ['out'],
  } = changes;
  return tinyModel({
    inputs: INPUTS,
    outputs,
    tensors: [
      intTensor('n', 3),
      rawTensor('true', [], BOOL, Uint8Array.of(1)),
      rawTensor('false', [], BOOL, Uint8Array.of(0)),
      intTensor('none', 0),
      intTensor('second', 1),
      intTensor('axis', 2),
      floats('nothing', [1, N, N], Array<number>(N * N).fill(0)),
      ...NAMES.map((name, which) => floats(name, [WIDTH, WIDTH], weights(which, 0))),
    ],
    nodes: [
      { op: 'Size', in: ['x'], out: ['size'] },
      { op: 'Shape', in: ['x'], out: ['shape'] },
      { op: 'Gather', in: ['shape', 'axis'], out: ['width'] },
      { op: 'Greater', in: ['width', 'none'], out: ['isWide'] },
      {
        op: 'Loop',
        name: 'loop',
        in: [nPasses, begins, 'x', ...(carries ? [carries[0]] : [])],
        out,
        attributes: {
          body: tinyGraph({
            inputs: { pass: [], goesOn: [], xIn: [1, 'token', WIDTH], ...(carries && { [carries[1]]: [1, N, N] }) },
            types: { pass: INT64, goesOn: BOOL },
            nodes: [
              ...(ends ?? [{ op: 'Identity', in: ['goesOn'], out: ['still'] }]),
              ...layer('xIn', 'xOut', ''),
              ...further,
            ],
            outputs: ['still', 'xOut', ...gives],
          }),
        },
      },
    ],
  });
};

describe('the body of a Loop', () => {
  test('each pass is a layer, as if it stood there three times', async () => {
    const { sites, notAttention } = readGraph(looped());
    expect(notAttention).toEqual([]);
    expect(sites.map(({ layer: number, block, nodeName }) => [number, block, nodeName])).toEqual(
      [0, 1, 2].map((pass) => [pass, pass, `loop/${pass}/xOut.p`]),
    );
    const [found, right] = [await patternsOf(looped()), await patternsOf(unrolled(3, true))];
    expect(found).toHaveLength(4);
    found.forEach((pattern, at) => pattern.forEach((weight, i) => expect(weight).toBeCloseTo(right[at]![i]!, 6)));
    // Layers differ, so that a swap would show.
    expect(Math.abs(found[0]![1]! - found[1]![1]!)).toBeGreaterThan(1e-3);
  });

  const PICTURE: TinyNode = { op: 'Identity', in: ['xOut.p'], out: ['shown'] };
  const CARRIED = { carries: ['nothing', 'before'], gives: ['xOut.p'], out: ['out', 'last'] } as const;

  test.each<[string, Changes]>([
    ['nothing else', {}],
    ['the weights, one pass behind the other', { gives: ['xOut.p'], out: ['out', 'all'] }],
    ['the weights, and the model gives them too', { gives: ['xOut.p'], out: ['out', 'all'], outputs: ['out', 'all'] }],
    ['the weights, which the node leaves out', { gives: ['xOut.p'] }],
    ['something else, which the node leaves out', { gives: ['xOut.wq'] }],
    ['two things, of which the node leaves out the first', { gives: ['xOut.wq', 'xOut.p'], out: ['out', '', 'all'] }],
    ['the weights under another name', { further: [PICTURE], gives: ['shown'], out: ['out', 'all'] }],
    ['the weights handed on, of which the last is left', CARRIED],
    ['the weights handed on, and the model gives the last', { ...CARRIED, outputs: ['out', 'last'] }],
  ])('that gives %s: each pass is a layer, and exposing twice adds nothing', async (_, changes) => {
    expect(off(await patternsOf(looped(changes)), await patternsOf(unrolled(3, true)))).toBeLessThan(1e-6);
    const [once, twice] = exposedTwice(looped(changes));
    expect(twice).toEqual(once);
  });

  const second = [...layer('xOut', 'xNext', '')];

  test('that holds two layers gives them in their order, pass by pass', async () => {
    const changes = { further: second, gives: ['xNext.p'], out: ['out', 'all'] };
    const found = await patternsOf(looped(changes));
    const right = await patternsOf(unrolled(4, true));
    // The second layer reads what the first gave, and the next pass begins there too.
    const inOrder = [0, 1, 1, 2, 2, 3].map((at) => right[at]!);
    expect(off(found.slice(0, 6), inOrder)).toBeLessThan(1e-6);
    const [once, twice] = exposedTwice(looped(changes));
    expect(twice).toEqual(once);
  });

  /** There is another pass as long as this is not the second. */
  const UNTIL_SECOND = { ends: [{ op: 'Less', in: ['pass', 'second'], out: ['still'] }] } as const;

  test.each<[string, Changes, number]>([
    ['decides whether there is another', UNTIL_SECOND, 2],
    ['decides it, and only a run tells how many there are at most', { ...UNTIL_SECOND, nPasses: 'width' }, 2],
    ['decides it, and nothing says how many there are at most', { ...UNTIL_SECOND, nPasses: '' }, 2],
    ['decides it, and gives the weights handed on', { ...UNTIL_SECOND, ...CARRIED }, 2],
    ['is begun or not by what is read', { begins: 'isWide' }, 3],
  ])('of which a pass %s: the last is a layer', async (_, changes, nPasses) => {
    const { sites, notAttention } = readGraph(looped(changes));
    expect(notAttention).toEqual([]);
    expect(sites.map(({ nodeName, lastPassOf }) => [nodeName, lastPassOf])).toEqual([['loop/last/xOut.p', 'loop']]);
    const right = await patternsOf(unrolled(nPasses, true));
    expect(off(await patternsOf(looped(changes)), right.slice(-2))).toBeLessThan(1e-6);
    const [once, twice] = exposedTwice(looped(changes));
    expect(twice).toEqual(once);
  });

  test.each<[string, Changes]>([
    ['nothing else', { nPasses: 'width' }],
    ['the weights handed on', { ...CARRIED, nPasses: 'width' }],
    ['the weights handed on, which the node leaves out', { ...CARRIED, nPasses: 'width', out: ['out'] }],
  ])(
    'of as many passes as only a run tells, that gives %s: the last is a layer, and is called so',
    async (_, changes) => {
      const { sites, notAttention } = readGraph(looped(changes));
      expect(notAttention).toEqual([]);
      expect(sites.map(({ nodeName }) => nodeName)).toEqual(['loop/last/xOut.p']);
      expect(sites[0]).toMatchObject({ how: expect.stringContaining('the last pass of loop'), lastPassOf: 'loop' });
      const right = await patternsOf(unrolled(WIDTH, true));
      expect(off(await patternsOf(looped(changes)), right.slice(-2))).toBeLessThan(1e-6);
      const [once, twice] = exposedTwice(looped(changes));
      expect(twice).toEqual(once);
    },
  );

  test.each<[string, Changes, string]>([
    [
      'the number of passes is computed, and something is collected',
      { nPasses: 'size', gives: ['xOut.wq'], out: ['out', 'queries'] },
      'only a run tells how many, and it collects something of all of them',
    ],
    [
      'a pass decides whether there is another, and something is collected',
      { ...UNTIL_SECOND, gives: ['xOut.wq'], out: ['out', 'queries'] },
      'only a run tells how many, and it collects something of all of them',
    ],
    ['no pass is made', { nPasses: 'none' }, 'it is never computed'],
    ['the condition is false from the beginning', { begins: 'false' }, 'it is never computed'],
  ])('is refused where %s', (_, changes, why) => {
    const { sites, notAttention } = readGraph(looped(changes));
    expect(sites).toEqual([]);
    expect(notAttention).toEqual([
      { nodeName: 'loop', why: `the body of a Loop hides 1 softmax or attention nodes, computed many times: ${why}` },
    ]);
  });
});
