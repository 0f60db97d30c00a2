import { describe, expect, test } from 'vitest';
import { exposeAttention } from './expose.ts';
import { readGraph } from './readGraph.ts';
import { floats, seeded } from './testing/attentionModel.ts';
import { tinyGraph, tinyModel } from './testing/tinyModel.ts';
import type { TinyNode } from './testing/tinyModel.ts';
import { openSession, runCase } from './testing/zoo.ts';
import { BOOL, INT64, intTensor, rawTensor } from './write.ts';

const [N, WIDTH] = [5, 4];
const NAMES = ['wq', 'wk', 'wv'] as const;
const weights = (which: number, pass: number) => seeded(40 + 10 * pass + which, WIDTH * WIDTH);

/** One layer: reads `from`, gives `to`, weights `w` + the suffix. */
const layer = (from: string, to: string, suffix: string): readonly TinyNode[] => [
  ...NAMES.map((name) => ({ op: 'MatMul', in: [from, `${name}${suffix}`], out: [`${to}.${name}`] })),
  { op: 'Transpose', in: [`${to}.wk`], out: [`${to}.kT`], attributes: { perm: [0, 2, 1] } },
  { op: 'MatMul', in: [`${to}.wq`, `${to}.kT`], out: [`${to}.s`] },
  { op: 'Softmax', in: [`${to}.s`], out: [`${to}.p`], attributes: { axis: -1 } },
  { op: 'MatMul', in: [`${to}.p`, `${to}.wv`], out: [`${to}.c`] },
  { op: 'Add', in: [from, `${to}.c`], out: [to] },
];

const X = seeded(3, N * WIDTH);
const FEED = { x: { dtype: 'float32', dims: [1, N, WIDTH], data: X } } as const;
const INPUTS = { x: [1, 'token', WIDTH] } as const;

async function patternsOf(bytes: Uint8Array): Promise<readonly (readonly number[])[]> {
  const facts = readGraph(bytes);
  const exposed = exposeAttention(bytes, facts);
  const session = await openSession(exposed.model);
  const results = await runCase(session, FEED);
  await session.release();
  return [...exposed.outputs.map((name) => [...results.get(name)!.data]), [...results.get('out')!.data]];
}

/** The layers one after the other, each with weights of its own or all with the first. */
const unrolled = (nPasses: number, areShared: boolean): Uint8Array => {
  const passes = [...Array(nPasses).keys()];
  return tinyModel({
    inputs: INPUTS,
    outputs: ['out'],
    tensors: passes.flatMap((pass) =>
      NAMES.map((name, which) => floats(`${name}${pass}`, [WIDTH, WIDTH], weights(which, areShared ? 0 : pass))),
    ),
    nodes: passes.flatMap((pass) =>
      layer(pass === 0 ? 'x' : `x${pass}`, pass === nPasses - 1 ? 'out' : `x${pass + 1}`, `${pass}`),
    ),
  });
};

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

/** What a graph is exposed as, and what that is exposed as once more: the same bytes, the same outputs. */
function exposedTwice(bytes: Uint8Array) {
  const once = exposeAttention(bytes, readGraph(bytes));
  const kept = { ...once, model: once.model.slice() };
  return [kept, exposeAttention(once.model, readGraph(once.model))] as const;
}

/** By how much weights are off at most; of other lengths, infinitely. */
function off(found: readonly (readonly number[])[], right: readonly (readonly number[])[]): number {
  const isAlike = found.length === right.length && found.every(({ length }, at) => length === right[at]!.length);
  if (!isAlike) return Infinity;
  return Math.max(...found.flatMap((pattern, at) => pattern.map((weight, i) => Math.abs(weight - right[at]![i]!))));
}

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

describe('the body of a Scan', () => {
  const stacked = NAMES.map((name, which) =>
    floats(
      `${name}All`,
      [2, WIDTH, WIDTH],
      [0, 1].flatMap((pass) => weights(which, pass)),
    ),
  );
  const scanned = (attributes: TinyNode['attributes'], gives: readonly string[]): Uint8Array =>
    tinyModel({
      inputs: INPUTS,
      outputs: ['out'],
      tensors: stacked,
      nodes: [
        {
          op: 'Scan',
          name: 'scan',
          in: ['x', ...NAMES.map((name) => `${name}All`)],
          out: gives.includes('') ? ['out'] : ['out', ...gives.map((name) => `all ${name}`)],
          attributes: {
            num_scan_inputs: 3,
            ...attributes,
            body: tinyGraph({
              inputs: { xIn: [1, 'token', WIDTH], ...Object.fromEntries(NAMES.map((name) => [name, [WIDTH, WIDTH]])) },
              nodes: layer('xIn', 'xOut', ''),
              outputs: ['xOut', ...gives.filter((name) => name !== '')],
            }),
          },
        },
      ],
    });

  test.each<[string, TinyNode['attributes'], readonly string[]]>([
    ['', {}, []],
    [', which gives the weights', {}, ['xOut.p']],
    [', which gives them pass by pass along another axis', { scan_output_axes: [1] }, ['xOut.p']],
    [', which gives the last pass first', { scan_output_directions: [1] }, ['xOut.p']],
    [', which gives something else besides', { scan_output_axes: [2], scan_output_directions: [1] }, ['xOut.wq']],
    [', which leaves out what the body gives besides', { scan_output_axes: [2] }, ['xOut.wq', '']],
  ])('walks over stacked weights, a layer a pass%s', async (_, attributes, gives) => {
    expect(off(await patternsOf(scanned(attributes, gives)), await patternsOf(unrolled(2, false)))).toBeLessThan(1e-6);
    const [once, twice] = exposedTwice(scanned(attributes, gives));
    expect(twice).toEqual(once);
  });

  /** Attention over a table of keys, by each part of a sequence of parts; what it gives is handed on. */
  const walked = (attributes: TinyNode['attributes'], gives: readonly string[]): Uint8Array =>
    tinyModel({
      inputs: { x: ['part', 1, N, WIDTH] },
      outputs: ['out'],
      tensors: [
        floats('start', [1, N, WIDTH], X),
        ...NAMES.map((name, which) => floats(name, [WIDTH, WIDTH], weights(which, 0))),
      ],
      nodes: [
        {
          op: 'Scan',
          name: 'scan',
          in: ['start', 'x'],
          out: ['out', ...gives.map((name) => `all ${name}`)],
          attributes: {
            num_scan_inputs: 1,
            ...attributes,
            body: tinyGraph({
              inputs: { xIn: [1, N, WIDTH], part: [1, N, WIDTH] },
              nodes: [{ op: 'Add', in: ['xIn', 'part'], out: ['both'] }, ...layer('both', 'xOut', '')],
              outputs: ['xOut', ...gives],
            }),
          },
        },
      ],
    });

  test.each<[string, TinyNode['attributes'], readonly string[]]>([
    ['', {}, []],
    [', which gives the weights', {}, ['xOut.p']],
    [', which gives them along another axis', { scan_output_axes: [1] }, ['xOut.p']],
    [', which gives something else besides, the last pass first', { scan_output_directions: [1] }, ['xOut.wq']],
  ])('that walks over what is read shows its last pass%s', async (_, attributes, gives) => {
    const bytes = walked(attributes, gives);
    const { sites, notAttention } = readGraph(bytes);
    expect(notAttention).toEqual([]);
    expect(sites.map(({ nodeName, lastPassOf }) => [nodeName, lastPassOf])).toEqual([['scan/last/xOut.p', 'scan']]);
    const exposed = exposeAttention(bytes.slice(), readGraph(bytes));
    const parts = [0, 1, 2].map((part) => seeded(60 + part, N * WIDTH));
    const run = async (model: Uint8Array, names: readonly string[], feed: Parameters<typeof runCase>[1]) => {
      const session = await openSession(model);
      const results = await runCase(session, feed);
      await session.release();
      return names.map((name) => [...results.get(name)!.data]);
    };
    const found = await run(exposed.model, [...exposed.outputs, 'out'], {
      x: { dtype: 'float32', dims: [3, 1, N, WIDTH], data: parts.flat() },
    });
    // The same written out, one pass after the other, each with the part that it reads.
    const nodes = parts.flatMap((_part, at): readonly TinyNode[] => [
      { op: 'Add', in: [at === 0 ? 'start' : `x${at}`, `part${at}`], out: [`both${at}`] },
      ...layer(`both${at}`, `x${at + 1}`, ''),
    ]);
    const plain = tinyModel({
      inputs: Object.fromEntries(parts.map((_part, at) => [`part${at}`, [1, N, WIDTH]])),
      outputs: ['x3', 'x3.p'],
      tensors: [
        floats('start', [1, N, WIDTH], X),
        ...NAMES.map((name, which) => floats(name, [WIDTH, WIDTH], weights(which, 0))),
      ],
      nodes,
    });
    const feed = Object.fromEntries(
      parts.map((data, at) => [`part${at}`, { dtype: 'float32', dims: [1, N, WIDTH], data }] as const),
    );
    expect(off(found, await run(plain, ['x3.p', 'x3'], feed))).toBeLessThan(1e-6);
    const [once, twice] = exposedTwice(bytes);
    expect(twice).toEqual(once);
  });
});
