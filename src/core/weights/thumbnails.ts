import type { AttentionTensor } from '../tensor.ts';

/** Side of a thumbnail at most: that of a cell in a grid of twelve columns, on a screen of two device pixels to one. */
export const MAX_SIDE = 96;

/** Room for thumbnails of the patterns of a stack: of all layers. Null where the patterns are no larger themselves. */
export function emptyThumbnails(tensor: AttentionTensor): AttentionTensor | null {
  const [nQueries, nKeys] = [Math.min(tensor.nQueries, MAX_SIDE), Math.min(tensor.nKeys, MAX_SIDE)];
  if (nQueries === tensor.nQueries && nKeys === tensor.nKeys) return null;
  return { ...tensor, nQueries, nKeys, data: new Float32Array(tensor.nLayers * tensor.nHeads * nQueries * nKeys) };
}

/**
 * Where the blocks of an axis of `n` cells begin that `size` points stand for, and where the last ends. Of a square pattern whose
 * later keys are not allowed, the blocks that hold no allowed cell are again those above the diagonal. Shape: [size + 1].
 */
export function blockEdges(n: number, size: number): Int32Array {
  return Int32Array.from({ length: size + 1 }, (_, at) => Math.floor((at * n) / size));
}
