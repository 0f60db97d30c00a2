import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { rampColor } from '../paint/ramp.ts';
import { signedColor } from '../paint/signedRamp.ts';
import { DifferenceLegend } from './DifferenceLegend.tsx';
import { factColor } from './fact.ts';
import type { HeadFact } from './fact.ts';
import { fourDecimals, preciseChange, preciseNumber, signedDecimals, signedFourDecimals } from './numbers.ts';

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
    [0, '0', '0'],
  ])('%d is never rounded to nothing: %s', (value, text, change) => {
    expect(preciseNumber(value)).toBe(text);
    expect(preciseChange(value)).toBe(change);
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
