/** Red, green and blue of sRGB, 0 to 255 each; with fractions until they are shown. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** The channels of `#rrggbb`. Throws RangeError for a colour that is written otherwise. */
export function rgbOf(hex: string): Rgb {
  if (!/^#[\da-f]{6}$/i.test(hex)) throw new RangeError(`invalid colour: ${hex}`);
  const bits = Number.parseInt(hex.slice(1), 16);
  return [bits >> 16, (bits >> 8) & 255, bits & 255];
}

/** A colour as it is shown: the nearest whole channels. */
function shown(color: Rgb): Rgb {
  const [red, green, blue] = color.map((channel) => Math.max(0, Math.min(255, Math.round(channel))));
  return [red ?? 0, green ?? 0, blue ?? 0];
}

/** `#rrggbb`. */
export function hexOf(color: Rgb): string {
  return `#${shown(color)
    .map((channel) => channel.toString(16).padStart(2, '0'))
    .join('')}`;
}

/** As a pixel of ImageData: 0xAABBGGRR (bytes R, G, B, A in memory). */
export function pixelOf(color: Rgb): number {
  const [red, green, blue] = shown(color);
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** The part of light in a channel, 0 to 1 (IEC 61966-2-1). */
export function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** The channel of a part of light. */
export function gamma(light: number): number {
  return 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);
}
