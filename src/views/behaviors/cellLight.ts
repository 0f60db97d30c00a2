import type { AttentionTensor } from '../../core/tensor.ts';
import type { HoverStore, Lit } from '../hover.ts';

/** A row or column of a thumbnail is never lit thinner than this, in CSS pixels. */
const THINNEST = 3;

/**
 * Pales every thumbnail of a grid but for the lit row or column, as the hover store has it: by custom properties of the veils (`data-veil="cell"`)
 * over them, so that neither a canvas is painted nor anything drawn again. Not of the grid: what lies in its cells would inherit them, and the
 * browser would look at each of a thousand elements again at every movement. Returns its undoing.
 */
export function lightCells(grid: HTMLElement, hover: HoverStore, tensor: Shape, side: number): () => void {
  return followVeil(hover, tensor, side, (veil) => {
    if (veil === null) {
      delete grid.dataset['lit'];
      return;
    }
    grid.dataset['lit'] = veil.axis;
    for (const { style } of grid.querySelectorAll<HTMLElement>('[data-veil=cell]')) show(style, veil);
  });
}

/** The same for the veil of one map in a grid that is drawn by itself, whenever that is. */
export function lightVeil({ style }: HTMLElement, hover: HoverStore, tensor: Shape, side: number): () => void {
  return followVeil(hover, tensor, side, (veil) => {
    if (veil !== null) show(style, veil);
  });
}

function show(style: CSSStyleDeclaration, { from, to }: Veil): void {
  style.setProperty('--lit-from', `${from}%`);
  style.setProperty('--lit-to', `${to}%`);
}

function followVeil(hover: HoverStore, tensor: Shape, side: number, lay: (veil: Veil | null) => void): () => void {
  let lit = '';
  const light = (): void => {
    const veil = veilOf(hover.get(), tensor, side);
    // Most of what is pointed at lights the same row in another head.
    const next = JSON.stringify(veil);
    if (next === lit) return;
    lit = next;
    lay(veil);
  };
  light();
  return hover.subscribe(light);
}

type Shape = Pick<AttentionTensor, 'nQueries' | 'nKeys'>;
type Veil = { readonly axis: 'query' | 'key'; readonly from: number; readonly to: number };

/** What stays unveiled of a thumbnail: a row, or without one a column; in percent of its side from the top or the left. */
function veilOf({ query, key }: Lit, { nQueries, nKeys }: Shape, side: number): Veil | null {
  if (query !== null && query < nQueries) return { axis: 'query', ...stripe(query, nQueries, side) };
  return key === null || key >= nKeys ? null : { axis: 'key', ...stripe(key, nKeys, side) };
}

function stripe(at: number, count: number, side: number): { readonly from: number; readonly to: number } {
  const [from, to] = [(100 * at) / count, (100 * (at + 1)) / count];
  const thinnest = Math.min(100, (100 * THINNEST) / Math.max(1, side));
  if (to - from >= thinnest) return { from, to };
  const start = Math.max(0, Math.min(100 - thinnest, (from + to - thinnest) / 2));
  return { from: start, to: start + thinnest };
}
