import type { Hidden } from '../../core/hiding.ts';

/** Hidden keys and queries (1 = hidden) and the factor of each row. */
export type PaintedHiding = Hidden & { readonly rowScale: Float32Array };

/** What to paint of one head. */
export type PatternPixels = {
  readonly pattern: Float32Array;
  readonly nQueries: number;
  readonly nKeys: number;
  /** From `pixelTable`. */
  readonly table: Uint32Array;
  readonly isCausal: boolean;
  /** Where queries begin later than keys, or sooner, in the text: by how many tokens. 0 for a whole pattern. */
  readonly shift?: number;
  /** Hidden keys and the factor of each row, or null to show all. */
  readonly hiding: PaintedHiding | null;
};

/** Where nothing is painted, the page's hatching shows through: "not allowed" or hidden, never a weight of 0. */
const TRANSPARENT = 0;

/**
 * Paints a pattern [query, key] into pixels [height, width]; a picture smaller than the pattern shows the largest weight
 * of each block of cells, so that a thin diagonal does not vanish.
 * Throws RangeError if the picture is larger than the pattern (enlarging is the browser's work).
 */
export function paintPattern(out: Uint32Array, width: number, height: number, source: PatternPixels): void {
  const { pattern, nQueries, nKeys, table, isCausal, shift = 0, hiding } = source;
  const nShownOf = (query: number): number => nAllowed(query + shift, nKeys, isCausal);
  if (width > nKeys || height > nQueries)
    throw new RangeError(`invalid picture: ${width} x ${height} of ${nKeys} x ${nQueries} cells`);
  const bits = new Int32Array(pattern.buffer, pattern.byteOffset, pattern.length);
  if (width === nKeys && height === nQueries && hiding === null) {
    paintWhole(out, bits, nQueries, nKeys, table, nShownOf);
    return;
  }
  const row = new Float32Array(nKeys);
  const rowBits = new Int32Array(row.buffer);
  const edges = Int32Array.from({ length: width + 1 }, (_, x) => Math.floor((x * nKeys) / width));
  const best = new Int32Array(width);
  for (let y = 0; y < height; y++) {
    best.fill(NOT_PAINTED);
    const from = Math.floor((y * nQueries) / height);
    const to = Math.floor(((y + 1) * nQueries) / height);
    for (let query = from; query < to; query++) {
      if (hiding?.queries[query]) continue;
      const nShown = nShownOf(query);
      if (hiding === null) {
        poolRow(best, bits, query * nKeys, nShown, edges);
        continue;
      }
      const scale = hiding.rowScale[query] ?? 1;
      for (let key = 0; key < nShown; key++) row[key] = (pattern[query * nKeys + key] ?? 0) * scale;
      for (let key = 0; key < nShown; key++) if (hiding.keys[key]) rowBits[key] = NOT_PAINTED;
      poolRow(best, rowBits, 0, nShown, edges);
    }
    for (let x = 0; x < width; x++) {
      const largest = best[x] ?? NOT_PAINTED;
      out[y * width + x] =
        largest === NOT_PAINTED ? TRANSPARENT : (table[largest >> 16] ?? table.at(-1) ?? TRANSPARENT);
    }
  }
}

/** How many keys, from the first, a query may look at. */
export function nAllowed(query: number, nKeys: number, isCausal: boolean): number {
  return isCausal ? Math.max(0, Math.min(query + 1, nKeys)) : nKeys;
}

/** Below the bits of every weight. */
const NOT_PAINTED = -1;

/**
 * Raises `best` to the largest of each block of a row; block x reaches from edges[x] to edges[x + 1].
 * Weights are never negative, and non-negative floats order as their bits do: the largest weight is the largest number.
 */
function poolRow(best: Int32Array, bits: Int32Array, start: number, nShown: number, edges: Int32Array): void {
  let at = start;
  for (let x = 0; at < start + nShown; x++) {
    const end = start + Math.min(nShown, edges[x + 1] ?? 0);
    let largest = best[x] ?? NOT_PAINTED;
    for (; at < end; at++) {
      const now = bits[at] ?? NOT_PAINTED;
      if (now > largest) largest = now;
    }
    best[x] = largest;
  }
}

function paintWhole(
  out: Uint32Array,
  bits: Int32Array,
  nQueries: number,
  nKeys: number,
  table: Uint32Array,
  nShownOf: (query: number) => number,
): void {
  const past = table.length - 1;
  for (let query = 0; query < nQueries; query++) {
    const start = query * nKeys;
    const end = start + nShownOf(query);
    for (let at = start; at < end; at++) {
      const upper = (bits[at] ?? 0) >>> 16;
      out[at] = table[upper < past ? upper : past] ?? 0;
    }
    out.fill(TRANSPARENT, end, start + nKeys);
  }
}
