import { rampShare } from './weightScale.ts';
import type { ScaleMode, WeightScale } from './weightScale.ts';

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
