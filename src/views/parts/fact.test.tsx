import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { signedDecimals } from '../../core/numberWords.ts';
import { rampColor } from '../paint/ramp.ts';
import { signedColor } from '../paint/signedRamp.ts';
import { DifferenceLegend } from './DifferenceLegend.tsx';
import { factColor } from './fact.ts';
import type { HeadFact } from './fact.ts';
import {
  alignedChanges,
  alignedNumbers,
  beforeAfter,
  fourDecimals,
  preciseChange,
  preciseNumber,
  signedFourDecimals,
} from './numbers.ts';

fc.configureGlobal({ seed: 20_261_121 });

const fact = (value: number | null, tone: HeadFact['tone'], isFaint = false): HeadFact => ({
  value,
  text: '',
  isFaint,
  tone,
});

describe('the colour of a fact', () => {
  test('is on the side of the ramp that its tone names, by its size', () => {
    expect(factColor('light', fact(0.1, 'loss'), 0.2)).toBe(signedColor('light', 0.5));
    expect(factColor('light', fact(-0.1, 'gain'), 0.2)).toBe(signedColor('light', -0.5));
    expect(factColor('dark', fact(9, 'loss'), 0.2)).toBe(signedColor('dark', 1));
  });

  test('is the strongest for a distance of 0', () => {
    expect(factColor('light', fact(0, 'distance'), 1)).toBe(rampColor('light', 1));
    expect(factColor('light', fact(1, 'distance'), 1)).toBe(rampColor('light', 0));
  });

  test('grows with an amount, and is a colour of its own for a group', () => {
    expect(factColor('light', fact(0, 'amount'), 2)).toBe(rampColor('light', 0));
    expect(factColor('light', fact(1, 'amount'), 2)).toBe(rampColor('light', 0.5));
    const groups = [0, 1, 2, 3, 4, -1].map((place) => factColor('dark', fact(place, 'group'), 1));
    expect(new Set(groups).size).toBe(6);
    expect(groups).not.toContain(null);
  });

  test('is none for what is not known or within the noise, and neutral on a scale without extent', () => {
    expect(factColor('light', fact(null, 'loss'), 1)).toBeNull();
    expect(factColor('light', fact(Number.NaN, 'loss'), 1)).toBeNull();
    expect(factColor('light', fact(0.5, 'loss', true), 1)).toBeNull();
    expect(factColor('light', fact(0.5, 'loss'), 0)).toBe(signedColor('light', 0));
  });
});

describe('a change in words', () => {
  test.each([
    [0.19, '+0.19'],
    [-0.314, '−0.31'],
    [0, '0.00'],
    [0.001, '0.00'],
    [-0.001, '0.00'],
    [Number.NaN, '–'],
  ])('%d has two decimals and a sign: %s', (value, text) => {
    expect(signedDecimals(value)).toBe(text);
  });

  test.each([
    [0.00041, '+0.0004'],
    [-1.2, '−1.2000'],
    [0.00004, '0.0000'],
    [-0.00004, '0.0000'],
    [Number.NaN, '–'],
  ])('%d in a column has four: %s', (value, text) => {
    expect(signedFourDecimals(value)).toBe(text);
    expect(fourDecimals(Math.abs(value))).toBe(text.replace(/^[+−]/, ''));
  });

  test.each([
    [0.432, '0.43', '+0.43'],
    [0.000412, '0.00041', '+0.00041'],
    [3.14e-7, '3.1e−7', '+3.1e−7'],
    [-0.05, '−0.05', '−0.05'],
    [0.1, '0.10', '+0.10'],
    [0.0997, '0.10', '+0.10'],
    [0.001, '0.001', '+0.001'],
    [0, '0', '0'],
  ])('%d is never rounded to nothing: %s', (value, text, change) => {
    expect(preciseNumber(value)).toBe(text);
    expect(preciseChange(value)).toBe(change);
  });
});

describe('numbers side by side', () => {
  test.each([
    [
      [0.1, 0.84, 0],
      ['+0.10', '+0.84', '0.00'],
    ],
    [
      [0.0007, 0.023, -0.032],
      ['+0.0007', '+0.0230', '−0.0320'],
    ],
    [
      [0.99, 2.19, 1e-9, Number.NaN],
      ['+0.9900', '+2.1900', '0.0000', '–'],
    ],
    [
      [3.14e-7, 0],
      ['+3.1e−7', '0'],
    ],
    [
      [0, -0],
      ['0.00', '0.00'],
    ],
  ])('%j have the same decimals: %j', (values, texts) => {
    expect(alignedChanges(values)).toEqual(texts);
    expect(alignedNumbers(values)).toEqual(texts.map((text) => text.replace('+', '')));
  });
});

describe('a number before and after', () => {
  test.each([
    [4.33, 4.52, ['4.33', '4.52', '+0.19']],
    // At two decimals the pair would differ and the change would be none.
    [4.3251, 4.3249, ['4.3251', '4.3249', '−0.0002']],
    // At two decimals the change would show and the pair would not differ.
    [4.334, 4.326, ['4.334', '4.326', '−0.008']],
    [4.33494, 4.33506, ['4.3349', '4.3351', '+0.0001']],
    [4.33, 4.33001, ['4.33', '4.33', '0.00']],
    [4.344999, 4.345001, ['4.345', '4.345', '0.000']],
    [-81.2, -83, ['−81.20', '−83.00', '−1.80']],
    [Number.NaN, Number.NaN, ['–', '–', '–']],
  ])('%d and %d has as many decimals as tell the change: %j', (from, to, [before, after, change]) => {
    expect(beforeAfter(from, to)).toEqual({ before, after, change });
  });

  test('differs where its change is not nothing, and only there', () => {
    const loss = fc.double({ min: 0, max: 20, noNaN: true });
    const change = fc.oneof(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.double({ min: -2e-4, max: 2e-4, noNaN: true }),
    );
    fc.assert(
      fc.property(loss, change, (from, by) => {
        const shown = beforeAfter(from, from + by);
        expect(shown.before !== shown.after).toBe(/[1-9]/.test(shown.change));
      }),
      { numRuns: 2000 },
    );
  });
});

test('the legend of a difference goes from less to more with no change in the middle, and names its ends', () => {
  const html = renderToStaticMarkup(
    <DifferenceLegend max={0.31} scheme="light" title="after − before" showsLeftOut="not allowed" />,
  );
  expect(html).toContain('aria-label="after − before: −0.31, 0, +0.31; not allowed"');
  const stops = [...html.matchAll(/#[0-9a-f]{6}/g)].map(([hex]) => hex);
  expect(stops).toHaveLength(33);
  expect([stops[0], stops[16], stops[32]]).toEqual([-1, 0, 1].map((share) => signedColor('light', share)));
});
