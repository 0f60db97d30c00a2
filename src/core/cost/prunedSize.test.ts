import { describe, expect, test } from 'vitest';
import type { AttentionKind } from '../tensor.ts';
import { attentionSize, prunedSize } from './prunedSize.ts';
import type { StoredLayer, StoredPart } from './prunedSize.ts';

/** Four heads of 2 channels on a stream of 10 numbers of 2 bytes: W_Q and W_O have 80 numbers; keys and values of `nGroups` heads. */
function layer(at: number, nGroups = 4, kind: AttentionKind = 'decoder'): StoredLayer {
  const part = (numbers: number) => ({ numbers, bytes: 2 * numbers, at: `weights:${at}`, channels: numbers / 10 });
  const shared = part(20 * nGroups);
  return { kind, nHeads: 4, weights: { query: part(80), key: shared, value: shared, output: part(80) } };
}

/** The same with keys and values of a stream of `width` numbers, of which `nKeys` and `nValues` heads have 2 channels. */
function between(width: number, nKeys: number, queries: Partial<StoredPart> = {}): StoredLayer {
  const { weights, ...rest } = layer(0, 4, 'cross');
  const part = (channels: number) => ({
    numbers: width * channels,
    bytes: 2 * width * channels,
    at: 'between:0',
    channels,
  });
  return {
    ...rest,
    weights: { ...weights!, query: { ...weights!.query, ...queries }, key: part(2 * nKeys), value: part(2 * nKeys) },
  };
}

const off = (at: number, head: number, kind: AttentionKind | null = null, keep = 0) => ({
  kind,
  layer: at,
  head,
  keep,
});

describe('what a file is smaller by without heads', () => {
  test('is the part of each of four matrices that is theirs', () => {
    const layers = [layer(0), layer(1)];
    expect(attentionSize(layers)).toEqual({ numbers: 640, bytes: 1280 });
    // One head of four: 20 numbers of each of four matrices.
    expect(prunedSize(layers, [off(1, 3)])).toEqual({ numbers: 80, bytes: 160 });
    expect(prunedSize(layers, [off(1, 3), off(0, 0), off(0, 1)])).toEqual({ numbers: 240, bytes: 480 });
    expect(prunedSize(layers, [])).toEqual({ numbers: 0, bytes: 0 });
    const all = [0, 1].flatMap((at) => [0, 1, 2, 3].map((head) => off(at, head)));
    expect(prunedSize(layers, all)).toEqual(attentionSize(layers));
  });

  test('keeps keys and values that others of their group still ask for', () => {
    const layers = [layer(0, 2)];
    // Heads 0 and 1 share, 2 and 3 do: of W_Q and W_O 20 each.
    expect(prunedSize(layers, [off(0, 1)])).toEqual({ numbers: 40, bytes: 80 });
    expect(prunedSize(layers, [off(0, 1), off(0, 2)])).toEqual({ numbers: 80, bytes: 160 });
    // A whole group: half of 40 for keys and for values besides.
    expect(prunedSize(layers, [off(0, 0), off(0, 1)])).toEqual({ numbers: 120, bytes: 240 });
  });

  // Of W_Q and W_O 20 numbers a head; keys and values of a group are 2 channels of the other stream.
  test.each<[what: string, StoredLayer, heads: readonly number[], numbers: number]>([
    ['a source that is narrower', between(5, 4), [0], 40 + 10 + 10],
    ['a source that is wider', between(30, 4), [1], 40 + 60 + 60],
    ['a wider one of which two heads share keys, one of two', between(20, 2), [2], 40],
    ['a wider one of which two heads share keys, both', between(20, 2), [2, 3], 80 + 40 + 40],
    ['one head of keys for all, three off', between(20, 1), [0, 1, 2], 120],
    [
      'queries that come with as many gates',
      between(10, 2, { numbers: 160, bytes: 320, channels: 16 }),
      [0, 1],
      80 + 40 + 2 * 20,
    ],
  ])('counts groups by channels, not by how much is stored: %s', (_, one, heads, numbers) => {
    expect(
      prunedSize(
        [one],
        heads.map((head) => off(0, head, 'cross')),
      ),
    ).toEqual({ numbers, bytes: 2 * numbers });
  });

  test.each([3, 1.5, 8, 0])('is not told where heads of keys are %s of 4', (nKeys) => {
    expect(prunedSize([between(10, nKeys)], [off(0, 0, 'cross')])).toBeNull();
  });

  test('counts heads that are off, not those turned down, and each in its own stack', () => {
    const layers = [layer(0, 4, 'encoder'), layer(1, 4, 'decoder'), layer(2, 4, 'cross')];
    expect(prunedSize(layers, [off(0, 0, null, 0.5)])).toEqual({ numbers: 0, bytes: 0 });
    expect(prunedSize(layers, [off(0, 0), off(0, 0, 'cross')])).toEqual({ numbers: 160, bytes: 320 });
    expect(prunedSize(layers, [off(1, 0)])).toEqual({ numbers: 0, bytes: 0 });
  });

  test('is not told where a layer does not tell, or where layers share their weights', () => {
    expect(prunedSize([layer(0), { ...layer(1), weights: null }], [off(0, 0)])).toBeNull();
    expect(prunedSize([layer(0), layer(0)], [off(0, 0)])).toBeNull();
    expect(attentionSize([])).toBeNull();
  });
});
