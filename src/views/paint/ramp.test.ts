import { describe, expect, test } from 'vitest';
import { rampColor, rampPixels } from './ramp.ts';
import type { Scheme } from './ramp.ts';

const SCHEMES: readonly Scheme[] = ['light', 'dark'];

type Rgb = readonly [red: number, green: number, blue: number];

/** The steps as sRGB, 0 to 1 each, read from the bytes that ImageData shows. */
function steps(scheme: Scheme): Rgb[] {
  const bytes = new Uint8Array(rampPixels(scheme).buffer);
  return Array.from({ length: bytes.length / 4 }, (_, i) => [
    bytes[4 * i]! / 255,
    bytes[4 * i + 1]! / 255,
    bytes[4 * i + 2]! / 255,
  ]);
}

/** IEC 61966-2-1. */
const linear = (channel: number): number => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
const luminance = ([r, g, b]: Rgb): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);

/** CIE L*, 0 (black) to 100 (white), from relative luminance. */
const lightness = (y: number): number => (y > 216 / 24389 ? 116 * Math.cbrt(y) - 16 : (y * 24389) / 27);

/** WCAG 2 contrast ratio. */
function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

/** Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB. */
const SIMULATIONS: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
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

/** L* of a colour as somebody with the named colour vision sees it. */
function seenLightness(rgb: Rgb, simulation: string): number {
  const [r, g, b] = [linear(rgb[0]), linear(rgb[1]), linear(rgb[2])];
  const seen = SIMULATIONS[simulation]!.map((row) => Math.min(1, Math.max(0, row[0] * r + row[1] * g + row[2] * b)));
  return lightness(0.2126 * seen[0]! + 0.7152 * seen[1]! + 0.0722 * seen[2]!);
}

/** Makes the ramp go up, so that one test fits both schemes: the light one goes from light to dark. */
const rising = (scheme: Scheme, values: readonly number[]): readonly number[] =>
  scheme === 'light' ? values.map((value) => -value) : values;

describe.each(SCHEMES)('the ramp on %s', (scheme) => {
  test('has 256 opaque steps', () => {
    const pixels = rampPixels(scheme);
    expect(pixels).toHaveLength(256);
    for (const pixel of pixels) expect(pixel >>> 24).toBe(255);
  });

  test('goes from one lightness to the other without a step back or a halt', () => {
    const values = rising(
      scheme,
      steps(scheme).map((rgb) => lightness(luminance(rgb))),
    );
    for (let i = 1; i < values.length; i++) expect(values[i]! - values[i - 1]!).toBeGreaterThan(0);
  });

  test('has no cliff: no step changes lightness by more than 1.5', () => {
    const values = rising(
      scheme,
      steps(scheme).map((rgb) => lightness(luminance(rgb))),
    );
    for (let i = 1; i < values.length; i++) expect(values[i]! - values[i - 1]!).toBeLessThan(1.5);
  });

  test('spans a contrast of at least 12 to 1', () => {
    const all = steps(scheme);
    expect(contrast(all[0]!, all[255]!)).toBeGreaterThan(12);
  });

  test('can be read in grey: nine weights from 0 to 1 are at least 6 of 100 apart in lightness', () => {
    const all = steps(scheme);
    const values = rising(
      scheme,
      Array.from({ length: 9 }, (_, i) => lightness(luminance(all[Math.round((i / 8) * 255)]!))),
    );
    for (let i = 1; i < values.length; i++) expect(values[i]! - values[i - 1]!).toBeGreaterThan(6);
  });

  test.each(Object.keys(SIMULATIONS))('keeps its order with %s', (simulation) => {
    const values = rising(
      scheme,
      steps(scheme).map((rgb) => seenLightness(rgb, simulation)),
    );
    // Bytes are rounded, so two neighbours may swap by less than anybody can see; four steps apart they may not.
    for (let i = 1; i < values.length; i++) expect(values[i]! - values[i - 1]!).toBeGreaterThan(-0.2);
    for (let i = 4; i < values.length; i++) expect(values[i]! - values[i - 4]!).toBeGreaterThan(0);
  });

  test('is the same on the legend as in the pixels', () => {
    for (const step of [0, 1, 64, 127, 200, 255]) {
      const pixel = rampPixels(scheme)[step]!;
      const bytes = [pixel & 255, (pixel >>> 8) & 255, (pixel >>> 16) & 255];
      const hex = `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
      expect(rampColor(scheme, step / 255)).toBe(hex);
    }
  });
});

test('a share outside 0 to 1 has the colour of the nearer end', () => {
  expect(rampColor('light', -1)).toBe(rampColor('light', 0));
  expect(rampColor('light', 2)).toBe(rampColor('light', 1));
});

test('little weight is near the colour of the page, which is light or dark', () => {
  expect(luminance(steps('light')[0]!)).toBeGreaterThan(0.9);
  expect(luminance(steps('dark')[0]!)).toBeLessThan(0.02);
});
