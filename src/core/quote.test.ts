import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutText, quote } from './quote.ts';

describe('a foreign text in a sentence', () => {
  test.each([
    ['', 5, ''],
    ['short', 5, 'short'],
    ['longer', 5, 'long…'],
    ['abc🏦de', 5, 'abc…'],
    ['abc🏦', 5, 'abc🏦'],
    ['abc', 1, '…'],
  ])('%j cut to %i is %j', (text, most, cut) => {
    expect(cutText(text, most)).toBe(cut);
  });

  test('stands in quotation marks', () => {
    expect(quote('layer.0')).toBe('"layer.0"');
    expect(quote('a'.repeat(60_000))).toBe(`"${'a'.repeat(59)}…"`);
  });

  test('is never longer than asked for, begins as the text does, and holds no half of a letter that was whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (text, most) => {
        const cut = cutText(text, most);
        expect(cut.length).toBeLessThanOrEqual(most);
        expect(text.startsWith(cut.replace(/…$/, ''))).toBe(true);
        expect(/\p{Surrogate}/u.test(cut)).toBe(false);
      }),
    );
  });
});
