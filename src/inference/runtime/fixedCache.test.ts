import * as ort from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import type { FedInput } from '../inputs/roles.ts';
import { buildFeeds } from './feeds.ts';
import { fixedCacheOf, withoutEmptyKeys } from './fixedCache.ts';

const input = (
  name: string,
  role: FedInput['role'],
  elementType: FedInput['elementType'],
  dims: FedInput['dims'],
  more = {},
): FedInput => {
  return { name, role, elementType, dims, isRead: role === 'ids', nRows: null, ...more };
};
const IDS = input('input_ids', 'ids', 'int64', [1, 'n']);
const cache = (isWritten: boolean): FedInput =>
  input('past_key_values.0.key', 'past', 'float32', [1, 2, 6, 3], isWritten ? { isWritten: true } : {});
const TOKENS = { tokens: { ids: [7, 8, 9], typeIds: [0, 0, 0] } };

const fed = (inputs: readonly FedInput[], values: object = TOKENS) => {
  const feeds = buildFeeds(ort, inputs, values);
  return (name: string) => ({ dims: feeds[name]!.dims, data: [...feeds[name]!.data].map(Number) });
};

describe('a cache of one length', () => {
  test('is known by its declared sizes; one of any length may be empty', () => {
    expect(fixedCacheOf([IDS, cache(true)])).toEqual({ nPlaces: 6, isWritten: true });
    expect(fixedCacheOf([IDS, cache(false)])).toEqual({ nPlaces: 6, isWritten: false });
    expect(fixedCacheOf([IDS, input('past', 'past', 'float32', [1, 2, 'past', 3])])).toBe(null);
    // A block that reads vectors has a past of vectors too.
    expect(fixedCacheOf([input('x', 'numbers', 'float32', [1, 'n', 4]), cache(true)])).toBe(null);
    // Of an unnamed batch the rest is of one size still.
    expect(fixedCacheOf([IDS, input('past', 'past', 'float32', ['b', 2, 6, 3])])).toEqual({
      nPlaces: 6,
      isWritten: false,
    });
  });

  test('is zeros, and the mask opens the places that are read: the first of one that is written into', () => {
    const of = fed([IDS, cache(true), input('mask', 'mask', 'int64', [1, 6])]);
    expect(of('past_key_values.0.key')).toEqual({ dims: [1, 2, 6, 3], data: Array<number>(36).fill(0) });
    expect(of('mask')).toEqual({ dims: [1, 6], data: [1, 1, 1, 0, 0, 0] });
  });

  test('of one that stands before what is read the last', () => {
    const of = fed([IDS, cache(false), input('mask', 'mask', 'int64', [1, 'all'])]);
    expect(of('mask')).toEqual({ dims: [1, 9], data: [0, 0, 0, 0, 0, 0, 1, 1, 1] });
  });

  test('padding at the end is hidden too, and a mask that hides by 1 is the other way round', () => {
    const padded = { tokens: { ...TOKENS.tokens, nPadding: 1 } };
    const of = fed([IDS, cache(true), input('mask', 'mask', 'int64', [1, 6], { opensWith: 0 })], padded);
    expect(of('mask').data).toEqual([0, 0, 1, 1, 1, 1]);
  });

  test('a mask with a row for each token hides what comes later, by truths or by what is added', () => {
    const of = fed([
      IDS,
      cache(true),
      input('may', 'mask', 'bool', [1, 1, 'n', 6]),
      input('added', 'mask', 'float32', [1, 1, 'n', 6]),
    ]);
    const may = [1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0];
    expect(of('may')).toEqual({ dims: [1, 1, 3, 6], data: may });
    expect(of('added').data.map((value) => (value === 0 ? 1 : value < -1e38 ? 0 : NaN))).toEqual(may);
  });

  const ALL = [1, 1, 1, 1, 1, 1, 1, 1, 1];
  const CAUSAL = [1, 0, 0, 1, 1, 0, 1, 1, 1];
  test.each<[string, FedInput['dims'], object, object, readonly number[], readonly number[]]>([
    ['each token those before it', ['b', 1, 'n', 'n'], {}, {}, [1, 1, 3, 3], CAUSAL],
    [
      'the same for each head, and each of a batch',
      [2, 2, 'n', 'n'],
      {},
      {},
      [2, 2, 3, 3],
      [...CAUSAL, ...CAUSAL, ...CAUSAL, ...CAUSAL],
    ],
    ['the same without an axis for heads', [1, 'n', 'n'], {}, {}, [1, 3, 3], CAUSAL],
    ['both ways', ['b', 1, 'n', 'n'], { seesLater: true }, {}, [1, 1, 3, 3], ALL],
    [
      'both ways but for padding',
      ['b', 1, 'n', 'n'],
      { seesLater: true },
      { nPadding: 1 },
      [1, 1, 3, 3],
      [1, 1, 0, 1, 1, 0, 1, 1, 0],
    ],
    ['before it, but for padding', ['b', 1, 'n', 'n'], {}, { nPadding: 1 }, [1, 1, 3, 3], [1, 0, 0, 1, 1, 0, 1, 1, 0]],
    ['one row for all but padding', ['b', 1, 1, 'n'], {}, { nPadding: 1 }, [1, 1, 1, 3], [1, 1, 0]],
  ])('a mask of truths opens %s', (_, dims, said, more, shape, data) => {
    const mask = input('may', 'mask', 'bool', dims, said);
    expect(fed([IDS, mask], { tokens: { ...TOKENS.tokens, ...more } })('may')).toEqual({ dims: shape, data });
  });

  test('of a text that is written on the mask has rows of the new tokens alone', () => {
    const mask = input('may', 'mask', 'bool', ['b', 1, 'n', 'all']);
    const may = fed([IDS, mask], { ...TOKENS, past: { nTokens: 1, tensors: new Map() } })('may');
    expect(may).toEqual({ dims: [1, 1, 2, 3], data: [1, 1, 0, 1, 1, 1] });
  });

  test('a mask with rows is numbers of its type, made once for one length', () => {
    const mask = input('may', 'mask', 'float32', [1, 2, 'n', 6]);
    const ids = (n: number) => ({ tokens: { ids: Array<number>(n).fill(7), typeIds: Array<number>(n).fill(0) } });
    const cellsOf = (n: number) => buildFeeds(ort, [IDS, cache(true), mask], ids(n))['may']!;
    const [first, again, longer] = [cellsOf(3), cellsOf(3), cellsOf(4)];
    expect(first.data).toBe(again.data);
    expect([longer.dims, longer.data.length]).toEqual([[1, 2, 4, 6], 48]);
    const [open, hidden] = [0, Math.fround(-3.4e38)];
    const rows = [1, 2, 3].flatMap((n) => [...Array<number>(n).fill(open), ...Array<number>(6 - n).fill(hidden)]);
    expect(first.data).toEqual(Float32Array.from([...rows, ...rows]));
  });

  test('only keys that were read are shown', () => {
    const layer = {
      layer: 0,
      kind: 'decoder',
      dims: [1, 1, 2, 4],
      data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
    } as const;
    const shown = (isWritten: boolean) => withoutEmptyKeys(layer, 2, { nPlaces: isWritten ? 4 : 2, isWritten });
    expect([shown(true).dims, [...shown(true).data]]).toEqual([
      [1, 1, 2, 2],
      [1, 2, 5, 6],
    ]);
    expect([...shown(false).data]).toEqual([3, 4, 7, 8]);
    expect(withoutEmptyKeys({ ...layer, kind: 'cross' }, 2, { nPlaces: 4, isWritten: true }).dims).toEqual([
      1, 1, 2, 4,
    ]);
  });
});
