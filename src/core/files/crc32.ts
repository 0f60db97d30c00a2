import type { Slices } from '../slices.ts';

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/**
 * Checksum of a zip entry, 0 to 2^32 - 1; `before` is that of the bytes before these, where they are part of more.
 * Source: ISO 3309 / ITU-T V.42 (polynomial EDB88320, reflected).
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  let rest = ~before;
  for (let i = 0; i < bytes.length; i++) rest = TABLE[(rest ^ bytes[i]!) & 0xff]! ^ (rest >>> 8);
  return (rest ^ 0xffffffff) >>> 0;
}

/** Bytes of a slice: about a millisecond. */
const SLICE = 2 ** 18;

/** The same in slices. */
export function* crc32InSlices(bytes: Uint8Array): Slices<number> {
  let crc = 0;
  for (let start = 0; start < bytes.length; start += SLICE) {
    crc = crc32(bytes.subarray(start, start + SLICE), crc);
    yield;
  }
  return crc;
}
