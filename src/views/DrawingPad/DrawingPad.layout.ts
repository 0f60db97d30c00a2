import type { Point } from '../../core/drawing/brush.ts';

/** Width and height in pixels of the picture. */
export type PadSize = { readonly width: number; readonly height: number };

type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** Where on the picture a place of the screen lies; beyond its edges too, so that a line leaves it where the hand did. */
export function pointAt({ width, height }: PadSize, box: Box, clientX: number, clientY: number): Point {
  return { x: ((clientX - box.left) / box.width) * width, y: ((clientY - box.top) / box.height) * height };
}

const STEPS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The middle of the pixel that an arrow key moves the pen to, `pixels` further and never off the picture; null for other keys. */
export function movedBy(key: string, { x, y }: Point, { width, height }: PadSize, pixels: number): Point | null {
  const step = STEPS[key];
  if (step === undefined) return null;
  const within = (place: number, length: number): number => Math.max(0.5, Math.min(length - 0.5, place));
  return { x: within(x + step[0] * pixels, width), y: within(y + step[1] * pixels, height) };
}

/** The pixel in the middle, where the pen is before it was moved. */
export function middleOf({ width, height }: PadSize): Point {
  return { x: Math.floor(width / 2) + 0.5, y: Math.floor(height / 2) + 0.5 };
}
