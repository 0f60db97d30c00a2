import { withSpareRoom } from '../surgery/spareRoom.ts';

/** Bytes that arrive piece by piece, kept in one array. */
export type GrowingBuffer = {
  /** Bytes that have come. */
  readonly length: number;
  /** Makes room for so many bytes in all, and hardly more. Throws RangeError where there is no memory for them. */
  reserve(length: number): void;
  append(bytes: Uint8Array): void;
  /** A view of the first bytes, at most so many; good until the next change. */
  start(length: number): Uint8Array;
  /** Forgets what has come and keeps the room. */
  clear(): void;
  /**
   * The bytes, with spare room behind them for what exposing appends; without a copy where the room was reserved exactly.
   * The buffer is empty afterwards.
   */
  take(): Uint8Array;
};

/** An empty buffer. Reserve where the size is known: growing a model of hundreds of megabytes would hold it twice. */
export function growingBuffer(): GrowingBuffer {
  let bytes: Uint8Array = new Uint8Array(0);
  let length = 0;
  const resize = (room: number) => {
    const next = withSpareRoom(room);
    next.set(bytes.subarray(0, length));
    bytes = next;
  };
  return {
    get length() {
      return length;
    },
    reserve(room) {
      if (room > bytes.length) resize(room);
    },
    append(piece) {
      const needed = length + piece.length;
      if (needed > bytes.length) resize(Math.max(needed, 2 * bytes.length, 1 << 16));
      bytes.set(piece, length);
      length = needed;
    },
    start(wanted) {
      return bytes.subarray(0, Math.min(wanted, length));
    },
    clear() {
      length = 0;
    },
    take() {
      if (length < bytes.length) resize(length);
      const whole = bytes;
      bytes = new Uint8Array(0);
      length = 0;
      return whole;
    },
  };
}
