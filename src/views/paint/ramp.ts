import { interpolateRgbBasis, rgb } from 'd3';

export type Scheme = 'light' | 'dark';

/** Stops of the one sequential ramp for weights: little = near the page's colour, much = far from it, even in grey. */
const STOPS: Readonly<Record<Scheme, readonly string[]>> = {
  light: ['#f8f7fb', '#d4c5e7', '#9f8bd0', '#68489f', '#2a0f55'],
  dark: ['#1d1a24', '#43336b', '#7657b8', '#b496f0', '#f8f1ff'],
};

const RAMP_STEPS = 256;

/** The colour at `share` (0 to 1) of the ramp, as CSS text. */
export function rampColor(scheme: Scheme, share: number): string {
  return rgb(interpolateRgbBasis([...STOPS[scheme]])(Math.min(1, Math.max(0, share)))).formatHex();
}

const cache = new Map<Scheme, Uint32Array>();

/** The ramp as pixels for ImageData: [step] -> 0xAABBGGRR (bytes R, G, B, A in memory). */
export function rampPixels(scheme: Scheme): Uint32Array {
  const known = cache.get(scheme);
  if (known) return known;
  const interpolate = interpolateRgbBasis([...STOPS[scheme]]);
  const pixels = Uint32Array.from({ length: RAMP_STEPS }, (_, step) => {
    const { r, g, b } = rgb(interpolate(step / (RAMP_STEPS - 1)));
    return ((255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
  });
  cache.set(scheme, pixels);
  return pixels;
}
