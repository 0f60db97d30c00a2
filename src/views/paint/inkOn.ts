import { linear, rgbOf } from './rgb.ts';

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

/** Relative luminance of WCAG 2, 0 to 1, of `#rrggbb`. */
function luminance(color: string): number {
  const [red, green, blue] = rgbOf(color);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
