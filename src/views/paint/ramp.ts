import { hexOf, pixelOf, rgbOf } from './rgb.ts';
import type { Rgb } from './rgb.ts';

export type Scheme = 'light' | 'dark';

/** Stops of the one sequential ramp for weights: little = near the page's colour, much = far from it, even in grey. */
const STOPS: Readonly<Record<Scheme, readonly string[]>> = {
  light: ['#f8f7fb', '#d4c5e7', '#9f8bd0', '#68489f', '#2a0f55'],
  dark: ['#1d1a24', '#43336b', '#7657b8', '#b496f0', '#f8f1ff'],
};

const RAMP_STEPS = 256;

/** The colour at `share` (0 to 1) of the ramp, as CSS text. */
export function rampColor(scheme: Scheme, share: number): string {
  return hexOf(rampAt(scheme, Math.min(1, Math.max(0, share))));
}

/** On the uniform cubic B-spline that begins at the first stop and ends at the last. */
function rampAt(scheme: Scheme, share: number): Rgb {
  const stops = STOPS[scheme].map(rgbOf);
  const last = stops.length - 1;
  const piece = Math.min(last - 1, Math.floor(share * last));
  const t = share * last - piece;
  const weights = [(1 - t) ** 3, 4 - 6 * t ** 2 + 3 * t ** 3, 1 + 3 * t + 3 * t ** 2 - 3 * t ** 3, t ** 3];
  const channel = (c: 0 | 1 | 2): number => {
    const stop = (at: number): number => stops[at]?.[c] ?? 0;
    // Beyond either end the stops go on as they came there.
    const before = piece > 0 ? stop(piece - 1) : 2 * stop(0) - stop(1);
    const after = piece < last - 1 ? stop(piece + 2) : 2 * stop(last) - stop(last - 1);
    const around = [before, stop(piece), stop(piece + 1), after];
    return weights.reduce((sum, weight, at) => sum + weight * (around[at] ?? 0), 0) / 6;
  };
  return [channel(0), channel(1), channel(2)];
}

const cache = new Map<Scheme, Uint32Array>();

/** The ramp as pixels for ImageData: [step] -> 0xAABBGGRR (bytes R, G, B, A in memory). */
export function rampPixels(scheme: Scheme): Uint32Array {
  const known = cache.get(scheme);
  if (known) return known;
  const pixels = Uint32Array.from({ length: RAMP_STEPS }, (_, step) =>
    pixelOf(rampAt(scheme, step / (RAMP_STEPS - 1))),
  );
  cache.set(scheme, pixels);
  return pixels;
}
