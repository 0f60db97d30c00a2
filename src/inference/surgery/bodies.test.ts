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

type Changes = { readonly nPasses?: string; readonly ends?: readonly TinyNode[] };

const looped = ({ nPasses = 'n', ends }: Changes = {}): Uint8Array =>
  tinyModel({
    inputs: INPUTS,
    outputs: ['out'],
    tensors: [
      intTensor('n', 3),
      rawTensor('true', [], BOOL, Uint8Array.of(1)),
      ...NAMES.map((name, which) => floats(name, [WIDTH, WIDTH], weights(which, 0))),
    ],
    nodes: [
      { op: 'Size', in: ['x'], out: ['size'] },
      {
        op: 'Loop',
        name: 'loop',
        in: [nPasses, 'true', 'x'],
        out: ['out'],
        attributes: {
          body: tinyGraph({
            inputs: { pass: [], goesOn: [], xIn: [1, 'token', WIDTH] },
            types: { pass: INT64, goesOn: BOOL },
            nodes: [...(ends ?? [{ op: 'Identity', in: ['goesOn'], out: ['still'] }]), ...layer('xIn', 'xOut', '')],
            outputs: ['still', 'xOut'],
          }),
        },
      },
    ],
  });

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

  test.each<[string, Changes, string]>([
    ['the number of passes is computed', { nPasses: 'size' }, 'how many, only a run tells'],
    [
      'a pass decides whether there is another',
      { ends: [{ op: 'Not', in: ['goesOn'], out: ['still'] }] },
      'when it ends, only a run tells',
    ],
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
  const scanned = (attributes: TinyNode['attributes'] = {}): Uint8Array =>
    tinyModel({
      inputs: INPUTS,
      outputs: ['out'],
      tensors: stacked,
      nodes: [
        {
          op: 'Scan',
          name: 'scan',
          in: ['x', ...NAMES.map((name) => `${name}All`)],
          out: ['out'],
          attributes: {
            num_scan_inputs: 3,
            ...attributes,
            body: tinyGraph({
              inputs: { xIn: [1, 'token', WIDTH], ...Object.fromEntries(NAMES.map((name) => [name, [WIDTH, WIDTH]])) },
              nodes: layer('xIn', 'xOut', ''),
              outputs: ['xOut'],
            }),
          },
        },
      ],
    });

  test('walks over stacked weights, a layer a pass', async () => {
    const [found, right] = [await patternsOf(scanned()), await patternsOf(unrolled(2, false))];
    expect(found).toHaveLength(3);
    found.forEach((pattern, at) => pattern.forEach((weight, i) => expect(weight).toBeCloseTo(right[at]![i]!, 6)));
  });

  test('that walks over what is read has as many passes as only a run tells', () => {
    const bytes = tinyModel({
      inputs: INPUTS,
      outputs: ['out'],
      tensors: NAMES.map((name, which) => floats(name, [WIDTH, WIDTH], weights(which, 0))),
      nodes: [
        {
          op: 'Scan',
          name: 'scan',
          in: ['x'],
          out: ['out'],
          attributes: {
            num_scan_inputs: 1,
            body: tinyGraph({
              inputs: { xIn: [1, 'token', WIDTH] },
              nodes: layer('xIn', 'xOut', ''),
              outputs: ['xOut'],
            }),
          },
        },
      ],
    });
    expect(readGraph(bytes).notAttention).toEqual([
      {
        nodeName: 'scan',
        why: 'the body of a Scan hides 1 softmax or attention nodes, computed many times: how many, only a run tells',
      },
    ]);
  });
});
