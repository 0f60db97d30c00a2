/** What to paint of one head. */
export type PatternPixels = {
  readonly pattern: Float32Array;
  readonly nQueries: number;
  readonly nKeys: number;
  /** From `pixelTable`. */
  readonly table: Uint32Array;
  readonly isCausal: boolean;
  /** Hidden keys and the factor of each row, or null to show all. */
  readonly hiding: { readonly hidden: Uint8Array; readonly rowScale: Float32Array } | null;
};

/** Where nothing is painted, the page's hatching shows through: "not allowed" or hidden, never a weight of 0. */
const TRANSPARENT = 0;

/**
 * Paints a pattern [query, key] into pixels [height, width]; a picture smaller than the pattern shows the largest weight
 * of each block of cells, so that a thin diagonal does not vanish.
 * Throws RangeError if the picture is larger than the pattern (enlarging is the browser's work).
 */
export function paintPattern(out: Uint32Array, width: number, height: number, source: PatternPixels): void {
  const { pattern, nQueries, nKeys, table, isCausal, hiding } = source;
  if (width > nKeys || height > nQueries)
    throw new RangeError(`invalid picture: ${width} x ${height} of ${nKeys} x ${nQueries} cells`);
  const bits = new Uint32Array(pattern.buffer, pattern.byteOffset, pattern.length);
  if (width === nKeys && height === nQueries && hiding === null) {
    paintWhole(out, bits, nQueries, nKeys, table, isCausal);
    return;
  }
  const row = new Float32Array(nKeys);
  const rowBits = new Uint32Array(row.buffer);
  const best = new Int32Array(width);
  for (let y = 0; y < height; y++) {
    best.fill(-1);
    const from = Math.floor((y * nQueries) / height);
    const to = Math.floor(((y + 1) * nQueries) / height);
    for (let query = from; query < to; query++) {
      if (hiding?.hidden[query]) continue;
      const scale = hiding?.rowScale[query] ?? 1;
      const last = isCausal ? query : nKeys - 1;
      for (let key = 0; key <= last; key++) row[key] = (pattern[query * nKeys + key] ?? 0) * scale;
      poolRow(best, rowBits, last, width, nKeys, hiding?.hidden);
    }
    for (let x = 0; x < width; x++) {
      const upper = best[x] ?? -1;
      out[y * width + x] = upper < 0 ? TRANSPARENT : (table[upper] ?? table.at(-1) ?? TRANSPARENT);
    }
  }
}

/** Weights are never negative, and non-negative floats order as their bits do: the largest weight is the largest number. */
function poolRow(
  best: Int32Array,
  rowBits: Uint32Array,
  last: number,
  width: number,
  nKeys: number,
  hidden: Uint8Array | undefined,
): void {
  let x = 0;
  let end = Math.floor(nKeys / width);
  for (let key = 0; key <= last; key++) {
    while (key >= end) {
      x++;
      end = Math.floor(((x + 1) * nKeys) / width);
    }
    if (hidden?.[key]) continue;
    const upper = (rowBits[key] ?? 0) >>> 16;
    if (upper > (best[x] ?? -1)) best[x] = upper;
  }
}

function paintWhole(
  out: Uint32Array,
  bits: Uint32Array,
  nQueries: number,
  nKeys: number,
  table: Uint32Array,
  isCausal: boolean,
): void {
  const past = table.length - 1;
  for (let query = 0; query < nQueries; query++) {
    const start = query * nKeys;
    const end = isCausal ? start + query + 1 : start + nKeys;
    for (let at = start; at < end; at++) {
      const upper = (bits[at] ?? 0) >>> 16;
      out[at] = table[upper < past ? upper : past] ?? 0;
    }
    out.fill(TRANSPARENT, end, start + nKeys);
  }
}
