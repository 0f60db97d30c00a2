import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { liftsInto, meanKey, orderOf, pairSums, productsInto, runningSums } from './product.ts';
import { rawRowInto } from './scoreRow.ts';
import { apart, INSIDE, nameOf } from './testing/fixtures.ts';

fc.configureGlobal({ seed: 20_261_130 });

const QUERY = Float32Array.of(1, -2, 3);
/** Shape [key, dK] = [4, 3]; the third is not allowed. */
const KEYS = Float32Array.of(2, 0, 1, 4, 1, -1, 9, 9, 9, 0, 2, 3);
const ALLOWED = Uint8Array.of(1, 1, 0, 1);
const keyAt = (key: number) => KEYS.subarray(key * 3, key * 3 + 3);

describe('by hand', () => {
  test('each channel adds query times key', () => {
    expect([...productsInto(new Float64Array(3), QUERY, keyAt(1))]).toEqual([4, -2, -3]);
  });

  test('the mean key leaves out what is not allowed', () => {
    expect([...meanKey(KEYS, ALLOWED, 3)]).toEqual([2, 1, 1]);
    expect([...meanKey(KEYS, new Uint8Array(4), 3)]).toEqual([0, 0, 0]);
  });

  test('what lifts a key is the product less that with the mean key', () => {
    expect([...liftsInto(new Float64Array(3), QUERY, keyAt(1), meanKey(KEYS, ALLOWED, 3))]).toEqual([2, -0, -6]);
  });

  test('pairs are channels half the width apart, or neighbours', () => {
    const parts = Float64Array.of(1, 2, 4, 8, 16, 32);
    expect([...pairSums(parts, 'halves')]).toEqual([9, 18, 36]);
    expect([...pairSums(parts, 'neighbours')]).toEqual([3, 12, 48]);
    expect(() => pairSums(parts.subarray(1), 'halves')).toThrow(RangeError);
  });

  test('three orders, equals by channel', () => {
    const parts = Float64Array.of(1, -3, 3, 0, 2);
    expect([...orderOf(parts, 'channel')]).toEqual([0, 1, 2, 3, 4]);
    expect([...orderOf(parts, 'size')]).toEqual([1, 2, 4, 0, 3]);
    expect([...orderOf(parts, 'lift')]).toEqual([2, 4, 0, 3, 1]);
    expect([...runningSums(parts, orderOf(parts, 'size'))]).toEqual([-3, 0, 2, 3, 3]);
  });
});

describe.each(INSIDE.cases.map((one) => [nameOf(one), one] as const))('%s', (_, one) => {
  const products = productsInto(new Float64Array(INSIDE.dK), Float32Array.from(one.q), Float32Array.from(one.k));

  test('products of query and key are the reference', () => {
    expect(apart(products, one.products)).toBeLessThan(2e-5);
  });

  test('they sum to the raw product, in any order', () => {
    for (const order of ['channel', 'size'] as const) {
      const sum = runningSums(products, orderOf(products, order)).at(-1)!;
      expect(Math.abs(sum - one.rawRow[one.key]!)).toBeLessThan(5e-5);
    }
  });

  test('lifts sum to the raw product over the mean of the row', () => {
    const mean = one.rawRow.reduce((sum, raw) => sum + raw, 0) / one.rawRow.length;
    const lifts = Float64Array.from(one.productsOverKeys);
    const sum = runningSums(lifts, orderOf(lifts, 'lift')).at(-1)!;
    expect(Math.abs(sum - (one.rawRow[one.key]! - mean))).toBeLessThan(5e-5);
    // What a lift leaves out is the query times the mean key, the same for every key of the row.
    const shared = Float64Array.from(one.products, (product, c) => (product - lifts[c]!) / one.q[c]!);
    const own = liftsInto(new Float64Array(INSIDE.dK), Float32Array.from(one.q), Float32Array.from(one.k), shared);
    expect(apart(own, lifts)).toBeLessThan(2e-5);
  });
});

describe('of any queries and keys', () => {
  const dK = 6;
  const numbers = (length: number) =>
    fc.array(fc.float({ min: -8, max: 8, noNaN: true }), { minLength: length, maxLength: length });
  const heads = fc.record({ query: numbers(dK), keys: numbers(5 * dK) });

  test('moving channels about changes no raw product', () => {
    const moves = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: dK });
    fc.assert(
      fc.property(heads, moves, ({ query, keys }, move) => {
        const moved = (vectors: readonly number[]) =>
          Float32Array.from(vectors, (_, at) => vectors[at - (at % dK) + move[at % dK]!]!);
        const row = rawRowInto(new Float64Array(5), Float32Array.from(query), Float32Array.from(keys));
        const other = rawRowInto(new Float64Array(5), moved(query), moved(keys));
        expect(apart(row, other)).toBeLessThan(1e-12);
      }),
    );
  });

  test('products, their pairs and their order keep the sum; lifts of all keys sum to 0', () => {
    fc.assert(
      fc.property(heads, ({ query, keys }) => {
        const [q, all] = [Float32Array.from(query), Float32Array.from(keys)];
        const raw = rawRowInto(new Float64Array(5), q, all);
        const mean = meanKey(all, new Uint8Array(5).fill(1), dK);
        const into = new Float64Array(dK);
        let lifted = 0;
        for (let key = 0; key < 5; key++) {
          productsInto(into, q, all.subarray(key * dK, (key + 1) * dK));
          const sums = [into, pairSums(into, 'halves'), pairSums(into, 'neighbours')].map((parts) =>
            parts.reduce((sum, one) => sum + one, 0),
          );
          for (const sum of sums) expect(sum).toBeCloseTo(raw[key]!, 10);
          lifted += liftsInto(into, q, all.subarray(key * dK, (key + 1) * dK), mean).reduce((sum, one) => sum + one, 0);
        }
        expect(lifted).toBeCloseTo(0, 9);
      }),
    );
  });
});
