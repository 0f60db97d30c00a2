import { gamma, linear } from './rgb.ts';
import type { Rgb } from './rgb.ts';

/** CIELAB under D50: lightness 0 to 100, green to red, blue to yellow. */
export type Lab = readonly [lightness: number, a: number, b: number];

/** D50, and the way between its XYZ and the light of sRGB (brucelindbloom.com, adapted by Bradford). */
const WHITE = [0.96422, 1, 0.82521] as const;
const TO_XYZ = [
  [0.4360747, 0.3850649, 0.1430804],
  [0.2225045, 0.7168786, 0.0606169],
  [0.0139322, 0.0971045, 0.7141733],
] as const;
const TO_LIGHT = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
] as const;

/** Where the cube root ends and the straight line begins (CIE 15). */
const KNEE = 6 / 29;

type Triple = readonly [number, number, number];

export function labOf([red, green, blue]: Rgb): Lab {
  const [x, y, z] = times(TO_XYZ, [linear(red), linear(green), linear(blue)]);
  const [fx, fy, fz] = [rootOf(x / WHITE[0]), rootOf(y / WHITE[1]), rootOf(z / WHITE[2])];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

/** Outside of what screens show, channels lie outside of 0 to 255. */
export function rgbOfLab([lightness, a, b]: Lab): Rgb {
  const fy = (lightness + 16) / 116;
  const [red, green, blue] = times(TO_LIGHT, [
    WHITE[0] * powerOf(fy + a / 500),
    WHITE[1] * powerOf(fy),
    WHITE[2] * powerOf(fy - b / 200),
  ]);
  return [gamma(red), gamma(green), gamma(blue)];
}

function times(rows: readonly [Triple, Triple, Triple], [x, y, z]: Triple): Triple {
  const of = ([a, b, c]: Triple): number => a * x + b * y + c * z;
  return [of(rows[0]), of(rows[1]), of(rows[2])];
}

function rootOf(light: number): number {
  return light > KNEE ** 3 ? Math.cbrt(light) : light / (3 * KNEE ** 2) + 4 / 29;
}

function powerOf(root: number): number {
  return root > KNEE ? root ** 3 : 3 * KNEE ** 2 * (root - 4 / 29);
}
