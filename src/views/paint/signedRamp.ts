import { labOf, rgbOfLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { hexOf, pixelOf, rgbOf } from './rgb.ts';
import type { Rgb } from './rgb.ts';
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

const sides = new Map<Scheme, Readonly<Record<Side, readonly Lab[]>>>();

/** The stops as screens show them: in whole channels. */
function sidesOf(scheme: Scheme): Readonly<Record<Side, readonly Lab[]>> {
  const known = sides.get(scheme);
  if (known) return known;
  const side = (name: Side): readonly Lab[] =>
    HUES[scheme][name].map(([a, b], i) => labOf(rgbOf(hexOf(rgbOfLab([LIGHTNESS[scheme][i] ?? 0, a, b])))));
  const made = { less: side('less'), more: side('more') };
  sides.set(scheme, made);
  return made;
}

/** The colour of a signed share, -1 to 1; 0 is the colour of the page. */
function signedAt(scheme: Scheme, share: number): Rgb {
  const stops = sidesOf(scheme)[share < 0 ? 'less' : 'more'];
  const at = Math.min(1, Math.abs(share)) * (stops.length - 1);
  const piece = Math.min(stops.length - 2, Math.floor(at));
  const between = (axis: 0 | 1 | 2): number => {
    const [from, to] = [stops[piece]?.[axis] ?? 0, stops[piece + 1]?.[axis] ?? 0];
    return from + (to - from) * (at - piece);
  };
  return rgbOfLab([between(0), between(1), between(2)]);
}

/** The same as CSS text. */
export function signedColor(scheme: Scheme, share: number): string {
  return hexOf(signedAt(scheme, share));
}

/** Steps of either side; the one in the middle is 0. */
export const SIGNED_STEPS = 255;

const cache = new Map<Scheme, Uint32Array>();

/** The ramp as pixels for ImageData: [SIGNED_STEPS + step] for steps from -SIGNED_STEPS to SIGNED_STEPS -> 0xAABBGGRR. */
export function signedPixels(scheme: Scheme): Uint32Array {
  const known = cache.get(scheme);
  if (known) return known;
  const pixels = Uint32Array.from({ length: 2 * SIGNED_STEPS + 1 }, (_, i) =>
    pixelOf(signedAt(scheme, (i - SIGNED_STEPS) / SIGNED_STEPS)),
  );
  cache.set(scheme, pixels);
  return pixels;
}
