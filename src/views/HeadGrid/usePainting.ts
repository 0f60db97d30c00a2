import { useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { formatHead } from '../../core/selection.ts';
import { createGridPainter } from '../behaviors/gridPainter.ts';
import type { GridPaint, GridPainter, HeadCanvas } from '../behaviors/gridPainter.ts';
import type { ShownPatterns } from '../paint/headPaint.ts';
import type { GridRows } from './HeadGrid.picture.ts';

/** Is given what paints patterns into the thumbnails that are there; returns its undoing. */
export type FollowPatterns = (paint: (patterns: ShownPatterns) => void) => () => void;

type Shown = Omit<GridPaint, 'maxPixels'> & {
  readonly rows: GridRows;
  readonly onPainted: () => void;
  readonly follow?: FollowPatterns | undefined;
};

type Canvases = { readonly current: ReadonlyMap<string, HTMLCanvasElement> };

/**
 * Hands the canvases to the painter whenever the picture they show has changed. Patterns of the same heads it is also given by `follow`, as soon as
 * they are there: what the page is drawn anew for then finds its thumbnails painted.
 */
export function usePainting(
  {
    tensor,
    thumbnails,
    isCausal,
    hidden,
    mode,
    scheme,
    rows,
    onPainted,
    follow,
    base = null,
    differenceMax = 1,
  }: Shown,
  canvases: Canvases,
  side: number,
): void {
  const painter = usePainter();
  const paint = useRef<(patterns: ShownPatterns) => void>(() => {});
  useLayoutEffect(() => {
    const maxPixels = Math.max(24, Math.round(side * window.devicePixelRatio));
    paint.current = paintingOf(painter, canvases, { rows, scheme, maxPixels, onPainted });
    paint.current({ tensor, thumbnails, isCausal, hidden, mode, base, differenceMax });
  }, [
    painter,
    tensor,
    thumbnails,
    isCausal,
    hidden,
    mode,
    scheme,
    side,
    rows,
    canvases,
    onPainted,
    base,
    differenceMax,
  ]);
  useFollowing(follow, paint);
}

type Places = Pick<GridPaint, 'scheme' | 'maxPixels'> & Pick<Shown, 'rows' | 'onPainted'>;

/** Made where no pattern is in sight, which it would keep. */
function paintingOf(
  painter: RefObject<GridPainter | null>,
  canvases: Canvases,
  { rows, scheme, maxPixels, onPainted }: Places,
): (patterns: ShownPatterns) => void {
  return ({ tensor, thumbnails = null, isCausal, hidden, mode, base = null, differenceMax = 1 }) => {
    painter.current ??= createGridPainter();
    const picture = { tensor, thumbnails, isCausal, hidden, mode, scheme, maxPixels, base, differenceMax };
    painter.current.update(inOrder(rows, canvases.current), picture, onPainted);
  };
}

/** On its own for the same reason. */
function useFollowing(
  follow: FollowPatterns | undefined,
  paint: { readonly current: (patterns: ShownPatterns) => void },
): void {
  useLayoutEffect(() => follow?.((patterns) => paint.current(patterns)), [follow, paint]);
}

/** On its own, since an effect that outlives a run keeps all that was in sight where it was written: there the patterns would be. */
function usePainter(): RefObject<GridPainter | null> {
  const painter = useRef<GridPainter | null>(null);
  useLayoutEffect(() => () => painter.current?.destroy(), []);
  return painter;
}

/** The canvases as the eye meets them, with the heads they show. */
function inOrder(rows: GridRows, canvases: ReadonlyMap<string, HTMLCanvasElement>): readonly HeadCanvas[] {
  return rows.flatMap((row) =>
    row.heads.flatMap((head) => {
      const canvas = canvases.get(formatHead(head));
      return canvas === undefined ? [] : [{ head, canvas }];
    }),
  );
}
