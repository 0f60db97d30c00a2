import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatHead, hasHead, parseHead, sameHead } from './selection.ts';

fc.configureGlobal({ seed: 20_261_121 });

const count = fc.nat(9999);

test('the written form of a head is read back as that head', () => {
  fc.assert(
    fc.property(count, count, (layer, head) => {
      expect(parseHead(formatHead({ layer, head }))).toEqual({ layer, head });
    }),
  );
});

test('layer comes before head, both counted from 0', () => {
  expect(formatHead({ layer: 3, head: 7 })).toBe('L3H7');
  expect(parseHead('L0H11')).toEqual({ layer: 0, head: 11 });
});

test('case and surrounding space do not matter', () => {
  expect(parseHead('  l3h7 ')).toEqual({ layer: 3, head: 7 });
});

test.each(['', 'L3', 'H7', 'L3H', '3.7', 'L-1H2', 'L1.5H2', 'L3H7,L1H1', 'L12345H0', 'xL3H7', 'L3 H7'])(
  '"%s" names no head',
  (text) => {
    expect(parseHead(text)).toBeNull();
  },
);

test('heads are the same if layer and head are, and no head is the same as none', () => {
  expect(sameHead({ layer: 1, head: 2 }, { layer: 1, head: 2 })).toBe(true);
  expect(sameHead({ layer: 1, head: 2 }, { layer: 2, head: 1 })).toBe(false);
  expect(sameHead({ layer: 1, head: 2 }, { layer: 1, head: 3 })).toBe(false);
  expect(sameHead(null, { layer: 1, head: 2 })).toBe(false);
  expect(sameHead({ layer: 1, head: 2 }, null)).toBe(false);
  expect(sameHead(null, null)).toBe(false);
});

test.each([
  [2, 4, true],
  [4, 2, false],
  [3, 0, false],
  [0, 5, false],
  [0, 0, true],
])('of 3 layers of 5 heads there is one at layer %i, head %i: %s', (layer, head, isThere) => {
  expect(hasHead({ nLayers: 3, nHeads: 5 }, { layer, head })).toBe(isThere);
});
