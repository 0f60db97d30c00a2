/**
 * Bytes that are left free behind a file. Exposing appends some hundred for each attention, some thousand for an operator
 * that is written as its parts, and for a merged decoder all nodes of its branches.
 */
const SPARE = { least: 1 << 18, most: 1 << 22, part: 1 / 16 };

/** Where the content ends in each buffer that was made with spare room; all other memory may be somebody else's. */
const ends = new WeakMap<ArrayBufferLike, number>();

/** An array of so many bytes, with room behind it for `appendInPlace`. Throws RangeError where there is no memory for it. */
export function withSpareRoom(length: number): Uint8Array<ArrayBuffer> {
  const spare = Math.min(SPARE.most, Math.max(SPARE.least, Math.ceil(length * SPARE.part)));
  const whole = new Uint8Array(length + spare);
  ends.set(whole.buffer, length);
  return whole.subarray(0, length);
}

/**
 * The bytes with the parts behind them, in the same memory; null if there is no spare room, or not enough.
 * The room is given away once: the same bytes cannot be continued in two ways.
 */
export function appendInPlace(bytes: Uint8Array, parts: readonly Uint8Array[]): Uint8Array | null {
  const { buffer, byteOffset } = bytes;
  const end = byteOffset + bytes.length;
  const longer = end + parts.reduce((sum, part) => sum + part.length, 0);
  if (ends.get(buffer) !== end || longer > buffer.byteLength) return null;
  ends.set(buffer, longer);
  const joined = new Uint8Array(buffer, byteOffset, longer - byteOffset);
  let position = bytes.length;
  for (const part of parts) {
    joined.set(part, position);
    position += part.length;
  }
  return joined;
}
