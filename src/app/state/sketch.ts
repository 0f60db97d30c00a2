import { begunAnew, emptyDrawing, undone, withPoints, withStroke } from '../../core/drawing/drawing.ts';
import type { Drawing, Stroke } from '../../core/drawing/drawing.ts';
import type { Point } from '../../core/drawing/brush.ts';
import { readDrawing, writeDrawing } from '../../core/drawing/written.ts';
import type { Sample } from './samples.ts';

/** The image that a vision model looks at, each another `id`: what is on the pad, or a file. Pixels are kept apart. */
export type ShownImage = { readonly id: number; readonly name: string; readonly isDrawn: boolean };

/** What is on the drawing pad. */
export type Sketch = {
  readonly drawing: Drawing;
  /** "drawing 3", or that of a sample: each picture has a name of its own, by which studies are known to be of it. */
  readonly name: string;
  /** What is on it, where that is known. */
  readonly label: string | null;
  /** How a link writes it: null for the first sample, "s7" for another one, else its pixels. */
  readonly written: string | null;
  /** Counts what was begun and undone. */
  readonly nChanges: number;
};

/** What can be done on the pad. */
export type SketchDeed =
  | { readonly did: 'begin'; readonly stroke: Stroke }
  | { readonly did: 'go on'; readonly points: readonly Point[] }
  | { readonly did: 'undo' }
  | { readonly did: 'clear' }
  | { readonly did: 'sample'; readonly sample: Sample }
  /** Out of a link. Shape: pixels [row, column]. */
  | { readonly did: 'lay'; readonly pixels: Uint8ClampedArray };

/** The pad after a deed; it is `side` x `side` pixels where nothing is on it yet. */
export function sketchAfter(before: Sketch | null, side: number, deed: SketchDeed): Sketch {
  const drawing = before?.drawing ?? emptyDrawing(side, side);
  const nChanges = (before?.nChanges ?? 0) + (deed.did === 'go on' ? 0 : 1);
  const drawn = (now: Drawing): Sketch => {
    return { drawing: now, nChanges, name: `drawing ${nChanges}`, label: null, written: pixelsWritten(now) };
  };
  switch (deed.did) {
    case 'begin':
      return drawn(withStroke(drawing, deed.stroke));
    case 'go on':
      return drawn(withPoints(drawing, deed.points));
    case 'undo':
      return drawn(undone(drawing));
    case 'clear':
      return drawn(begunAnew(drawing, emptyDrawing(drawing.width, drawing.height).pixels));
    case 'lay':
      return drawn(begunAnew(drawing, deed.pixels));
    case 'sample': {
      const { name, label, written, pixels } = deed.sample;
      return { drawing: begunAnew(drawing, pixels), nChanges, name, label, written };
    }
  }
}

/** Pixels in a link begin with a letter that no sample begins with. */
const PIXELS = 'p';

function pixelsWritten(drawing: Drawing): string {
  return PIXELS + writeDrawing(drawing.pixels);
}

/** What a link says is on the pad, where `samples` lie beside it; null for what is neither a sample nor a picture of its size. */
export function deedOf(written: string | null, samples: readonly Sample[], side: number): SketchDeed | null {
  const sample = samples.find((one) => one.written === written);
  if (sample !== undefined) return { did: 'sample', sample };
  const pixels = written?.startsWith(PIXELS) ? readDrawing(written.slice(1), side * side) : null;
  return pixels === null ? null : { did: 'lay', pixels };
}
