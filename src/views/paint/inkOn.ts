import { rgb } from 'd3';

const DARK_INK = '#000000';
const LIGHT_INK = '#ffffff';

/** The ink, black or white, that reads better on a colour: one of the two has at least 4.58 to 1 on every colour. */
export function inkOn(color: string): string {
  const behind = luminance(color);
  const contrast = (ink: string): number => {
    const own = luminance(ink);
    return (Math.max(own, behind) + 0.05) / (Math.min(own, behind) + 0.05);
  };
  return contrast(DARK_INK) >= contrast(LIGHT_INK) ? DARK_INK : LIGHT_INK;
}

/** Relative luminance of WCAG 2, 0 to 1. */
function luminance(color: string): number {
  const { r, g, b } = rgb(color);
  const [red, green, blue] = [r, g, b].map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}
