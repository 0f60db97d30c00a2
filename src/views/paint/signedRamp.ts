import { interpolateLab, lab, piecewise, rgb } from 'd3';
import type { Scheme } from './ramp.ts';

/** Lightness at 0, 1/4, 1/2, 3/4 and 1 of either side: the same on both, so that only the hue tells the sign. */
const LIGHTNESS: Readonly<Record<Scheme, readonly number[]>> = {
  light: [99, 80, 60, 40, 20],
  dark: [6, 29, 51, 72, 92],
};

type Side = 'less' | 'more';

/** The axes a and b of CIELAB at the same places. More is the purple of the weights, less is a gold far from it. */
const HUES: Readonly<Record<Scheme, Readonly<Record<Side, readonly (readonly [number, number])[]>>>> = {
  light: {
    less: [
      [0, 1],
      [-2, 36],
      [5, 56],
      [8, 45],
      [6, 27],
    ],
    more: [
      [0, 1],
      [14, -20],
      [27, -40],
      [34, -50],
      [30, -38],
    ],
  },
  dark: {
    less: [
      [2, -3],
      [6, 33],
      [7, 54],
      [3, 60],
      [-4, 44],
    ],
    more: [
      [2, -3],
      [26, -40],
      [32, -52],
      [24, -38],
      [8, -12],
    ],
  },
};

const sides = new Map<Scheme, Readonly<Record<Side, (share: number) => string>>>();

function sidesOf(scheme: Scheme): Readonly<Record<Side, (share: number) => string>> {
  const known = sides.get(scheme);
  if (known) return known;
  const side = (name: Side): ((share: number) => string) =>
    piecewise(
      interpolateLab,
      HUES[scheme][name].map(([a, b], i) => lab(LIGHTNESS[scheme][i] ?? 0, a, b).formatRgb()),
    );
  const made = { less: side('less'), more: side('more') };
  sides.set(scheme, made);
  return made;
}

/** The colour of a signed share, -1 to 1, as CSS text; 0 is the colour of the page. */
export function signedColor(scheme: Scheme, share: number): string {
  const size = Math.min(1, Math.abs(share));
  return rgb(sidesOf(scheme)[share < 0 ? 'less' : 'more'](size)).formatHex();
}

/** Steps of either side; the one in the middle is 0. */
export const SIGNED_STEPS = 255;

const cache = new Map<Scheme, Uint32Array>();

/** The ramp as pixels for ImageData: [SIGNED_STEPS + step] for steps from -SIGNED_STEPS to SIGNED_STEPS -> 0xAABBGGRR. */
export function signedPixels(scheme: Scheme): Uint32Array {
  const known = cache.get(scheme);
  if (known) return known;
  const pixels = Uint32Array.from({ length: 2 * SIGNED_STEPS + 1 }, (_, i) => {
    const { r, g, b } = rgb(signedColor(scheme, (i - SIGNED_STEPS) / SIGNED_STEPS));
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
  cache.set(scheme, pixels);
  return pixels;
}
