import { describe, expect, test } from 'vitest';
import { maskFeeds, supportOf } from './maskFeeds.ts';
import type { MaskAxes, SiteMask } from '../surgery/maskTypes.ts';
import { nodeRuntime } from '../testing/runtimes.ts';

const maskWith = (axes: MaskAxes): SiteMask => ({
  scale: { name: 'scale', axes },
  pattern: { name: 'pattern', axes },
  context: { name: 'context', axes },
  output: 'z',
  isOutputOwn: false,
  why: null,
});
const site = (mask: SiteMask | null, kind: 'encoder' | 'cross' = 'encoder') => ({ mask, kind, nodeName: 'softmax 3' });
const LENGTHS = { nSequences: 1, nTarget: null, nChannels: new Map([[0, 7]]) };
const zeros = (n: number) => new Float32Array(n);

const dimsOf = (...args: Parameters<typeof maskFeeds> extends [unknown, ...infer Rest] ? Rest : never) =>
  Object.fromEntries(Object.entries(maskFeeds(nodeRuntime, ...args)).map(([name, tensor]) => [name, tensor.dims]));

describe('what masks are fed', () => {
  test('nothing: single numbers that are repeated', () => {
    const feeds = maskFeeds(nodeRuntime, [site(maskWith('batched'))], null, LENGTHS);
    expect(Object.entries(feeds).map(([name, { dims, data }]) => [name, dims, Array.from(data, Number)])).toEqual([
      ['scale', [1, 1, 1, 1], [1]],
      ['pattern', [1, 1, 1, 1], [0]],
      ['context', [1, 1, 1, 1], [0]],
    ]);
    expect(dimsOf([site(maskWith('folded'))], [null], LENGTHS)['scale']).toEqual([1, 1, 1]);
  });

  test.each([
    ['batched', 2, [2, 3]],
    ['folded', 2, [6]],
    ['unbatched', 1, [3]],
  ] as const)('%s: sequences and heads lie as the graph has them', (axes, nSequences, heads) => {
    const n = nSequences * 3;
    const all = { scale: zeros(n), pattern: zeros(n * 25), context: zeros(n * 5 * 7) };
    expect(dimsOf([site(maskWith(axes))], [all], { ...LENGTHS, nSequences })).toEqual({
      scale: [...heads, 1, 1],
      pattern: [...heads, 5, 5],
      context: [...heads, 5, 7],
    });
  });

  test('cross-attention has a query for each token of the target', () => {
    const all = { scale: zeros(3), pattern: zeros(3 * 36), context: null };
    const lengths = { ...LENGTHS, nTarget: 4 };
    expect(dimsOf([site(maskWith('batched'), 'cross')], [all], lengths)['pattern']).toEqual([1, 3, 4, 9]);
    expect(dimsOf([site(maskWith('batched'))], [all], lengths)['pattern']).toEqual([1, 3, 6, 6]);
  });

  test('who says how many keys a row has is not second-guessed, whatever the graph and the lengths suggest', () => {
    const lengths = { ...LENGTHS, nTarget: 4 };
    const dims = (area: number, nKeys: number, kind: 'encoder' | 'cross') => {
      const all = { scale: zeros(3), pattern: zeros(3 * area), nKeys, context: null };
      return dimsOf([site(maskWith('batched'), kind)], [all], lengths)['pattern'];
    };
    // 4 x 9 is also the area of 6 x 6, which a graph that does not tell cross-attention from self-attention leaves open.
    expect(dims(36, 9, 'encoder')).toEqual([1, 3, 4, 9]);
    // Self-attention over a source of 6, taken for cross-attention.
    expect(dims(36, 6, 'cross')).toEqual([1, 3, 6, 6]);
    // Neither a square nor rows of the target: 2 queries behind 5 keys that were read before.
    expect(dims(14, 7, 'encoder')).toEqual([1, 3, 2, 7]);
    expect(() => dims(36, 5, 'cross')).toThrow(/size of pattern/);
  });

  test('arrays that do not fit are a RangeError that names the input', () => {
    const short = { scale: zeros(3), pattern: zeros(3 * 24), context: null };
    expect(() => maskFeeds(nodeRuntime, [site(maskWith('batched'))], [short], LENGTHS)).toThrow(/size of pattern/);
    const unknown = { scale: zeros(3), pattern: null, context: zeros(3 * 5 * 7) };
    const lengths = { ...LENGTHS, nChannels: new Map<number, number>() };
    expect(() => maskFeeds(nodeRuntime, [site(maskWith('batched'))], [unknown], lengths)).toThrow(RangeError);
    const two = { scale: zeros(6), pattern: null, context: null };
    expect(() => maskFeeds(nodeRuntime, [site(maskWith('unbatched'))], [two], { ...LENGTHS, nSequences: 2 })).toThrow(
      RangeError,
    );
  });

  test('what a graph does not allow is refused with the reason, unless it changes nothing', () => {
    const mask = { ...maskWith('batched'), pattern: null, why: 'its values are out of reach' };
    const flat = { scale: zeros(3), pattern: new Float32Array(75).fill(0.2), context: null };
    expect(() => maskFeeds(nodeRuntime, [site(mask)], [flat], LENGTHS)).toThrow(/softmax 3 .*out of reach/);
    const nothing = { scale: zeros(3), pattern: zeros(75), context: null };
    expect(Object.keys(maskFeeds(nodeRuntime, [site(mask)], [nothing], LENGTHS))).toEqual(['scale', 'context']);
  });
});

test('support says what can be done, and else why not', () => {
  expect(supportOf({ mask: { ...maskWith('batched'), output: null, context: null, why: 'no' }, places: null })).toEqual(
    {
      canScale: true,
      canReplacePattern: true,
      canAddContext: false,
      canReadContext: false,
      why: 'no',
    },
  );
  expect(supportOf({ mask: maskWith('batched'), places: 'places.0' })).toMatchObject({
    canScale: true,
    canReplacePattern: false,
    canReplaceWindows: true,
    canReadContext: false,
    why: expect.stringMatching(/window by window/),
  });
  expect(supportOf({ mask: maskWith('folded'), places: 'places.0' })).not.toHaveProperty('canReplaceWindows');
  expect(supportOf({ mask: maskWith('folded'), places: null }, 2)).toMatchObject({
    canScale: false,
    why: expect.stringMatching(/2 sequences at a time/),
  });
  expect(supportOf({ mask: maskWith('batched'), places: null }, 1, 6)).toEqual({
    canScale: true,
    canReplacePattern: false,
    canAddContext: true,
    canReadContext: true,
    why: expect.stringMatching(/a cache of 6 places, most of them empty/),
  });
  expect(supportOf({ mask: null, places: null })).toMatchObject({ canScale: false, why: expect.any(String) });
});
