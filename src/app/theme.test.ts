import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rampColor } from '../views/paint/ramp.ts';

const CSS = readFileSync(resolve(import.meta.dirname, 'theme.css'), 'utf8');

/** `--name: light-dark(#aaaaaa, #bbbbbb);` as name -> [light, dark]. */
const COLOURS = new Map(
  [...CSS.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name, light, dark]) => [name!, [light!, dark!] as const] as const,
  ),
);

/** The two colours of the hatching that stands for "not allowed" and "hidden". */
const HATCHING = [
  ...(/--left-out: repeating-linear-gradient\(([^;]*)\);/.exec(CSS)?.[1] ?? '').matchAll(
    /light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g,
  ),
].map(([, light, dark]) => [light!, dark!] as const);

const SCHEMES = [
  ['light', 0],
  ['dark', 1],
] as const;

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** WCAG 2.2, "contrast ratio". */
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

function colour(name: string, scheme: 0 | 1): string {
  const pair = COLOURS.get(name);
  if (pair === undefined) throw new RangeError(`theme.css has no colour --${name}`);
  return pair[scheme];
}

test('contrast is counted as WCAG counts it', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

describe.each(SCHEMES)('on %s', (name, scheme) => {
  const GROUNDS = ['paper', 'raised', 'wash'];

  test.each(
    ['ink', 'muted', 'accent', 'query', 'key', 'value', 'output', 'alert'].flatMap((ink) =>
      GROUNDS.map((on) => [ink, on] as const),
    ),
  )('words in --%s on --%s have a contrast of 4.5 to 1', (ink, ground) => {
    expect(contrast(colour(ink, scheme), colour(ground, scheme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['query', 'key'])('words on a token lit in --%s have a contrast of 4.5 to 1', (hue) => {
    expect(contrast(colour('on-hue', scheme), colour(hue, scheme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(
    ['evidence', 'query', 'key', 'value', 'output', 'accent', 'ink'].flatMap((ink) =>
      ['paper', 'raised'].map((on) => [ink, on] as const),
    ),
  )('lines in --%s on --%s have a contrast of 3 to 1', (ink, ground) => {
    expect(contrast(colour(ink, scheme), colour(ground, scheme))).toBeGreaterThanOrEqual(3);
  });

  test('on every step of the ramp the line of the evidence or its halo in --paper has a contrast of 2 to 1', () => {
    for (let step = 0; step < 256; step++) {
      const ground = rampColor(name, step / 255);
      const best = Math.max(contrast(colour('evidence', scheme), ground), contrast(colour('paper', scheme), ground));
      expect(best).toBeGreaterThanOrEqual(2);
    }
  });

  test('the two colours of the hatching differ, and neither is the colour of a weight of 0', () => {
    expect(HATCHING).toHaveLength(2);
    const [stroke, ground] = HATCHING.map((pair) => pair[scheme]);
    expect(contrast(stroke!, ground!)).toBeGreaterThan(1.1);
    expect(contrast(stroke!, rampColor(name, 0))).toBeGreaterThan(1.1);
  });
});
