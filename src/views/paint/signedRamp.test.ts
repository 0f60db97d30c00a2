import { describe, expect, test } from 'vitest';
import { clusterColor } from './clusterColors.ts';
import { inkOn } from './inkOn.ts';
import { rampColor } from './ramp.ts';
import type { Scheme } from './ramp.ts';
import { SIGNED_STEPS, signedColor, signedPixels } from './signedRamp.ts';

const SCHEMES: readonly Scheme[] = ['light', 'dark'];
/** `--paper` of the theme. */
const PAPER: Readonly<Record<Scheme, string>> = { light: '#fdfcfa', dark: '#151318' };

type Triple = readonly [number, number, number];

const bytesOf = (hex: string): Triple => [
  Number.parseInt(hex.slice(1, 3), 16),
  Number.parseInt(hex.slice(3, 5), 16),
  Number.parseInt(hex.slice(5, 7), 16),
];

/** IEC 61966-2-1. */
const linear = (byte: number): number =>
  byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4;
const linearOf = (hex: string): Triple => {
  const [r, g, b] = bytesOf(hex);
  return [linear(r), linear(g), linear(b)];
};
const luminance = ([r, g, b]: Triple): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** WCAG 2. */
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(linearOf(a)), luminance(linearOf(b))].toSorted((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

/** CIELAB under D65, from linear sRGB. */
function labOf([r, g, b]: Triple): Triple {
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (t * 24389) / 27 / 116 + 16 / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const distance = (a: Triple, b: Triple): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB. */
const SIMULATIONS: Readonly<Record<string, readonly Triple[]>> = {
  'full colour vision': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seen(hex: string, simulation: string): Triple {
  const [r, g, b] = linearOf(hex);
  const channel = (row: Triple): number => Math.min(1, Math.max(0, row[0] * r + row[1] * g + row[2] * b));
  const [red, green, blue] = SIMULATIONS[simulation]!;
  return labOf([channel(red!), channel(green!), channel(blue!)]);
}

const SHARES = Array.from({ length: 20 }, (_, i) => (i + 1) / 20);

describe.each(SCHEMES)('the ramp of two signs on %s', (scheme) => {
  test('has the colour of the page at 0', () => {
    expect(distance(labOf(linearOf(signedColor(scheme, 0))), labOf(linearOf(PAPER[scheme])))).toBeLessThan(1.5);
    expect(signedColor(scheme, -0)).toBe(signedColor(scheme, 0));
  });

  test('is as light on one side as on the other, so that in grey equal changes look equal', () => {
    for (const share of SHARES) {
      const [less, more] = [labOf(linearOf(signedColor(scheme, -share))), labOf(linearOf(signedColor(scheme, share)))];
      // 1.1 of 100 is what rounding to bytes leaves; 2.3 is the least that can be seen side by side.
      expect(Math.abs(less[0] - more[0])).toBeLessThan(1.5);
    }
  });

  test('leaves the page farther behind with every twentieth, on both sides', () => {
    for (const sign of [-1, 1]) {
      let before = 0;
      for (const share of SHARES) {
        const lightness = labOf(linearOf(signedColor(scheme, sign * share)))[0];
        const away = Math.abs(lightness - labOf(linearOf(PAPER[scheme]))[0]);
        expect(away - before).toBeGreaterThan(2);
        before = away;
      }
    }
  });

  test.each(Object.keys(SIMULATIONS))('tells less from more with %s, from a tenth of the scale on', (simulation) => {
    for (const share of SHARES.filter((one) => one >= 0.1)) {
      const apart = distance(
        seen(signedColor(scheme, -share), simulation),
        seen(signedColor(scheme, share), simulation),
      );
      // 2.3 is the least that can be seen side by side.
      expect(apart).toBeGreaterThan(share < 0.2 ? 5 : 10);
    }
  });

  test('has pixels in steps, 0 in the middle, of the same colours as the legend', () => {
    const pixels = signedPixels(scheme);
    expect(pixels).toHaveLength(511);
    for (const step of [-255, -128, -1, 0, 1, 64, 255]) {
      const pixel = pixels[SIGNED_STEPS + step]!;
      expect([pixel & 255, (pixel >>> 8) & 255, (pixel >>> 16) & 255]).toEqual(
        bytesOf(signedColor(scheme, step / 255)),
      );
      expect(pixel >>> 24).toBe(255);
    }
  });

  test('carries text of at least 4.5 to 1 on every colour, and so does the ramp of weights', () => {
    for (const share of [0, ...SHARES]) {
      for (const color of [signedColor(scheme, share), signedColor(scheme, -share), rampColor(scheme, share)])
        expect(contrast(color, inkOn(color))).toBeGreaterThan(4.5);
    }
  });

  test('has the colour of its end beyond it', () => {
    expect(signedColor(scheme, -3)).toBe(signedColor(scheme, -1));
    expect(signedColor(scheme, 3)).toBe(signedColor(scheme, 1));
  });
});

describe.each(SCHEMES)('the colours of clusters on %s', (scheme) => {
  /** Clusters with a colour of their own. */
  const nColors = 6;
  const all = Array.from({ length: nColors }, (_, place) => clusterColor(scheme, place));

  test('can be read as letters on the page, the grey of the rest included', () => {
    for (const color of [...all, clusterColor(scheme, -1)]) expect(contrast(color, PAPER[scheme])).toBeGreaterThan(4.5);
  });

  test('are all different, and one grey stands for the rest', () => {
    expect(new Set([...all, clusterColor(scheme, -1)]).size).toBe(nColors + 1);
    expect(clusterColor(scheme, nColors)).toBe(clusterColor(scheme, -1));
  });
});
