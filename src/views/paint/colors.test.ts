import { interpolateLab, interpolateRgbBasis, lab, piecewise, rgb } from 'd3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labOf, rgbOfLab } from './lab.ts';
import { rampColor } from './ramp.ts';
import { hexOf, pixelOf, rgbOf } from './rgb.ts';
import { signedColor } from './signedRamp.ts';

fc.configureGlobal({ seed: 20_261_130 });

const channel = fc.integer({ min: 0, max: 255 });
const color = fc.tuple(channel, channel, channel);

describe('colours are those of d3, which is too large for the first visit', () => {
  test('in CIELAB, both ways', () => {
    fc.assert(
      fc.property(color, ([red, green, blue]) => {
        const known = lab(rgb(red, green, blue));
        const [lightness, a, b] = labOf([red, green, blue]);
        expect(lightness).toBeCloseTo(known.l, 4);
        expect(a).toBeCloseTo(known.a, 4);
        expect(b).toBeCloseTo(known.b, 4);
        expect(hexOf(rgbOfLab([lightness, a, b]))).toBe(rgb(red, green, blue).formatHex());
      }),
    );
  });

  test('on the ramp of weights: the same between its stops', () => {
    const stops = ['#f8f7fb', '#d4c5e7', '#9f8bd0', '#68489f', '#2a0f55'];
    const known = interpolateRgbBasis(stops);
    for (let step = 0; step <= 1000; step++)
      expect(rampColor('light', step / 1000)).toBe(rgb(known(step / 1000)).formatHex());
  });

  test('on the ramp of differences', () => {
    const stops = [
      [99, 0, 1],
      [80, -2, 36],
      [60, 5, 56],
      [40, 8, 45],
      [20, 6, 27],
    ] as const;
    const known = piecewise(
      interpolateLab,
      stops.map(([l, a, b]) => lab(l, a, b).formatRgb()),
    );
    for (let step = 1; step <= 1000; step++)
      expect(signedColor('light', -step / 1000)).toBe(rgb(known(step / 1000)).formatHex());
  });
});

test('a colour is read as it is written, and what is none is refused', () => {
  expect(rgbOf('#0aF030')).toEqual([10, 240, 48]);
  expect(hexOf([9.6, 240.4, 300])).toBe('#0af0ff');
  expect(pixelOf([1, 2, 3])).toBe(0xff030201);
  for (const wrong of ['', 'red', '#fff', '#12345g']) expect(() => rgbOf(wrong)).toThrow(RangeError);
});
