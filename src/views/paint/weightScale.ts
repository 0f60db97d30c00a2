/** How weights become places on the ramp: 0..1 for all; 0..the head's own largest; or by powers of ten. */
export type ScaleMode = 'absolute' | 'head' | 'log';

/** The log scale ends here: smaller weights share the lightest colour. */
export const LOG_FLOOR = 1e-4;

/** A scale ready to paint with: for the mode `head`, `max` is that head's largest shown weight. */
export type WeightScale = { readonly mode: ScaleMode; readonly max: number };

/** Place of a weight on the ramp, 0 to 1. */
export function rampShare(scale: WeightScale, weight: number): number {
  switch (scale.mode) {
    case 'absolute':
      return Math.min(1, weight);
    case 'head':
      return scale.max > 0 ? Math.min(1, weight / scale.max) : 0;
    case 'log':
      return weight <= LOG_FLOOR ? 0 : Math.min(1, 1 - Math.log10(weight) / Math.log10(LOG_FLOOR));
  }
}

/** The numbers that stand under a legend, with their places on the ramp. */
export function legendTicks(scale: WeightScale): readonly { readonly share: number; readonly text: string }[] {
  switch (scale.mode) {
    case 'absolute':
      return [0, 0.25, 0.5, 0.75, 1].map((share) => ({ share, text: String(share) }));
    case 'head':
      return [0, 0.5, 1].map((share) => ({ share, text: (share * scale.max).toFixed(2) }));
    case 'log':
      return [0, 0.25, 0.5, 0.75, 1].map((share) => ({
        share,
        text: share === 0 ? '≤.0001' : String(Number((10 ** (-4 * (1 - share))).toPrecision(1))).replace(/^0/, ''),
      }));
  }
}

/**
 * A table from the upper 16 bits of a weight's float32 to a pixel, so that every scale costs one look-up a cell.
 * The upper half of a float32 keeps 7 bits of mantissa: steps of 1/256 between 0.5 and 1, finer below. A head's own scale may
 * pass over every other step near its darkest end, so that a colour is off by one step of 256 at most.
 */
export function pixelTable(scale: WeightScale, pixels: Uint32Array): Uint32Array {
  if (scale.mode === 'head') return makeTable(scale, pixels);
  const tables = sharedTables.get(pixels) ?? new Map<ScaleMode, Uint32Array>();
  sharedTables.set(pixels, tables);
  const table = tables.get(scale.mode) ?? makeTable(scale, pixels);
  tables.set(scale.mode, table);
  return table;
}

/** The scales that are the same for every head, by ramp. */
const sharedTables = new WeakMap<Uint32Array, Map<ScaleMode, Uint32Array>>();

/** 1.0 is 0x3F800000; a few ulps above 1 still fall into the last place. */
const TABLE_SIZE = 0x3f81;

/** The weight that each place of a table stands for: the middle of those whose float32 begins with its bits. */
const WEIGHTS = new Float32Array(
  Uint32Array.from({ length: TABLE_SIZE }, (_, upper) => (upper << 16) | (upper === 0 ? 0 : 0x8000)).buffer,
);

function makeTable(scale: WeightScale, pixels: Uint32Array): Uint32Array {
  const last = pixels.length - 1;
  const table = new Uint32Array(TABLE_SIZE);
  for (let upper = 0; upper < TABLE_SIZE; upper++) {
    table[upper] = pixels[Math.round(rampShare(scale, Math.min(1, WEIGHTS[upper] ?? 0)) * last)] ?? 0;
  }
  return table;
}
