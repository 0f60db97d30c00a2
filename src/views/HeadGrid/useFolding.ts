import { useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { landMaps, liftMaps } from '../behaviors/foldMotion.ts';
import type { GridPicture } from './HeadGrid.picture.ts';

type Lifted = ReturnType<typeof liftMaps>;

/**
 * Lets maps be seen to fold into one, and to fan out again: `lift` is to be called before the page is drawn anew. `side` is that of a
 * folded map, which may still be on its way then.
 */
export function useFolding(
  { rows }: GridPicture,
  canvases: { readonly current: ReadonlyMap<string, HTMLCanvasElement> },
  side: number,
): { readonly grid: RefObject<HTMLDivElement | null>; readonly lift: () => void } {
  const grid = useRef<HTMLDivElement>(null);
  const lifted = useRef<ReadonlyMap<number, { readonly wasFolded: boolean; readonly maps: Lifted }>>(new Map());

  useLayoutEffect(() => {
    for (const { layer, isFolded, cells } of rows) {
      const before = layer === null ? undefined : lifted.current.get(layer);
      if (layer === null || before === undefined || before.wasFolded === isFolded) continue;
      const cell = foldedCell(grid.current, layer)?.getBoundingClientRect();
      const open = cells.flatMap(({ name }) => canvases.current.get(name)?.getBoundingClientRect() ?? []);
      landMaps(before.maps, isFolded ? (cell === undefined ? [] : [new DOMRect(cell.x, cell.y, side, side)]) : open);
    }
    lifted.current = new Map();
  }, [rows, canvases, side]);

  const lift = (): void => {
    lifted.current = new Map(
      rows.flatMap(({ layer, isFolded, cells }) => {
        if (layer === null) return [];
        const folded = foldedCell(grid.current, layer)?.querySelector('canvas') ?? null;
        const maps = isFolded ? [folded] : cells.map(({ name }) => canvases.current.get(name) ?? null);
        return [[layer, { wasFolded: isFolded, maps: liftMaps(maps.filter((map) => map !== null)) }] as const];
      }),
    );
  };
  return { grid, lift };
}

/** The place of a folded layer; null where it is fanned out. */
function foldedCell(grid: HTMLElement | null, layer: number): HTMLElement | null {
  return grid?.querySelector<HTMLElement>(`[data-folded="${layer}"]`) ?? null;
}
