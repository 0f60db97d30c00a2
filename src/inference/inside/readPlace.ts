import { putRows, spansOf } from '../surgery/columns.ts';
import type { FilePlace, LeftWeights } from '../surgery/inside/leftWeights.ts';

/** The bytes of a place. Between rows what is none of them passes by, a few rows at a time. */
export async function readPlace(
  { rows, ...place }: LeftWeights['places'][number],
  read: (place: FilePlace) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  if (rows === null) return read(place);
  const own = new Uint8Array(rows.count * rows.size);
  let at = 0;
  for (const { start, end, nRows } of spansOf(rows)) {
    const span = await read({ ...place, offset: place.offset + start, nBytes: end - start });
    at = putRows(own, at, span, rows, nRows);
  }
  return own;
}
