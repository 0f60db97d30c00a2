import { describe, expect, test } from 'vitest';
import { exposeAttention } from './expose.ts';
import { readGraph } from './readGraph.ts';
import { floats, seeded } from './testing/attentionModel.ts';
import { tinyGraph, tinyModel } from './testing/tinyModel.ts';
import type { TinyNode } from './testing/tinyModel.ts';
import { openSession, runCase } from './testing/zoo.ts';
import {
  NAMES,
  WIDTH,
  weights,
  INPUTS,
  layer,
  off,
  patternsOf,
  unrolled,
  exposedTwice,
  N,
  X,
} from './testing/unrolled.ts';

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
