import { begunAnew, emptyDrawing, undone, withPoint, withStroke } from '../../core/drawing/drawing.ts';
import type { Drawing, Stroke } from '../../core/drawing/drawing.ts';
import type { Point } from '../../core/drawing/brush.ts';
import type { Sample } from './samples.ts';

/** What is on the drawing pad. */
export type Sketch = {
  readonly drawing: Drawing;
  /** "drawing 3", or that of a sample: each picture has a name of its own, by which studies are known to be of it. */
  readonly name: string;
  /** What is on it, where that is known. */
  readonly label: string | null;
  /** Counts what was begun and undone. */
  readonly nChanges: number;
};

/** What can be done on the pad. */
export type SketchDeed =
  | { readonly did: 'begin'; readonly stroke: Stroke }
  | { readonly did: 'go on'; readonly points: readonly Point[] }
  | { readonly did: 'undo' }
  | { readonly did: 'clear' }
  | { readonly did: 'sample'; readonly sample: Sample };

/** The pad is `side` x `side` pixels where nothing is on it yet. */
export type SketchAction = { readonly type: 'sketched'; readonly side: number } & SketchDeed;

export function reduceSketch(before: Sketch | null, action: SketchAction): Sketch {
  const { side } = action;
  const { drawing, nChanges, name, label } = before ?? {
    drawing: emptyDrawing(side, side),
    nChanges: 0,
    name: '',
    label: null,
  };
  if (action.did === 'go on') return { drawing: action.points.reduce(withPoint, drawing), nChanges, name, label };
  const next = { nChanges: nChanges + 1, name: `drawing ${nChanges + 1}`, label: null };
  switch (action.did) {
    case 'begin':
      return { ...next, drawing: withStroke(drawing, action.stroke) };
    case 'undo':
      return { ...next, drawing: undone(drawing) };
    case 'clear':
      return { ...next, drawing: begunAnew(drawing, emptyDrawing(drawing.width, drawing.height).base) };
    case 'sample':
      return {
        ...next,
        name: action.sample.name,
        label: action.sample.label,
        drawing: begunAnew(drawing, action.sample.pixels),
      };
  }
}
