import type { InnerTensor } from '../runtime/session.ts';
import type { Operand, SiteInside } from '../surgery/inside/types.ts';
import { axesInOrder } from './outOfWindows.ts';
import { scaleOf } from './scaleOf.ts';

/** The raw product of two places of a window. */
export type WindowProducts = (window: number, head: number, query: number, key: number) => number;

/** Raw products of all places of windows, those of padding among them, free of the scale; null where queries or keys are of another form. */
export function windowProducts(inside: SiteInside, tensors: ReadonlyMap<string, InnerTensor>): WindowProducts | null {
  if (inside.isRotaryInside || inside.mixes.scores) return null;
  const [query, key] = [rowsOf(inside.query, tensors), rowsOf(inside.key, tensors)];
  if (query === null || key === null || query.dims.join() !== key.dims.join()) return null;
  const [, nHeads = 0, size = 0, dK = 0] = query.dims;
  const { ofQuery, ofKey } = scaleOf(inside, tensors, dK);
  const by = 1 / (ofQuery * ofKey);
  if (!Number.isFinite(by)) return null;
  return (window, head, one, other) => {
    const start = (window * nHeads + head) * size;
    let sum = 0;
    for (let c = 0; c < dK; c++)
      sum += (query.data[(start + one) * dK + c] ?? NaN) * (key.data[(start + other) * dK + c] ?? NaN);
    return sum * by;
  };
}

/** [window, head, place, channel]. */
function rowsOf(operand: Operand | null, tensors: ReadonlyMap<string, InnerTensor>) {
  const tensor = tensors.get(operand?.name ?? '');
  if (!tensor || !operand || operand.joined || operand.added || operand.turned) return null;
  const rows = axesInOrder(tensor, operand);
  return rows.dims.length === 4 ? rows : null;
}
