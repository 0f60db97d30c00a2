import { AppError } from '../../core/errors.ts';

/** Wire types of protobuf that ONNX files use; groups (3, 4) never occur in them. */
export type WireType = 0 | 1 | 2 | 5;

const TEXT = new TextDecoder();
const BYTES = new TextEncoder();
const TWO_32 = 2 ** 32;

/**
 * Walks the fields of one protobuf message without copying: `next()` moves to a field, then exactly one reading method
 * takes its content.
 * Nested readers share the memory of the file; positions in error texts count from the start of the file.
 * Throws AppError 'model-truncated' where the file itself ends too early, 'not-onnx' where a record is malformed.
 * Source: protobuf.dev, "Encoding".
 */
export class ProtoReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  readonly #isFile: boolean;
  #position: number;
  #fieldStart: number;
  #field = 0;
  #wire: WireType = 0;

  private constructor(bytes: Uint8Array, start: number, end: number, isFile: boolean) {
    this.#bytes = bytes;
    this.#position = start;
    this.#fieldStart = start;
    this.#end = end;
    this.#isFile = isFile;
  }

  /** A reader over a whole file. */
  static overFile(bytes: Uint8Array): ProtoReader {
    return new ProtoReader(bytes, 0, bytes.length, true);
  }

  get field(): number {
    return this.#field;
  }

  get wire(): WireType {
    return this.#wire;
  }

  /** True while bytes are left; moves to the next field. */
  next(): boolean {
    if (this.#position >= this.#end) return false;
    const at = this.#position;
    this.#fieldStart = at;
    const tag = this.#varint();
    const wire = tag % 8;
    this.#field = Math.floor(tag / 8);
    if (this.#field < 1 || this.#field > 0x1fffffff || (wire !== 0 && wire !== 1 && wire !== 2 && wire !== 5)) {
      throw new AppError('not-onnx', `byte ${at} starts no protobuf field`);
    }
    this.#wire = wire;
    return true;
  }

  /** A varint as a signed 64-bit number; exact up to 2^53, rounded beyond (the ends of Slice). */
  int(): number {
    this.#expect(0);
    return this.#varint(true);
  }

  /** A 32-bit float. */
  float(): number {
    this.#expect(5);
    const at = this.#take(4);
    return new DataView(this.#bytes.buffer, this.#bytes.byteOffset + at, 4).getFloat32(0, true);
  }

  /** The content of a length-delimited field as a view on the file. */
  bytes(): Uint8Array {
    const [start, end] = this.#range();
    return this.#bytes.subarray(start, end);
  }

  text(): string {
    return TEXT.decode(this.bytes());
  }

  /** A reader over the message in a length-delimited field. */
  message(): ProtoReader {
    const [start, end] = this.#range();
    return new ProtoReader(this.#bytes, start, end, false);
  }

  /** A repeated integer field, which writers may pack into one record or not: calls `take` for each number. */
  ints(take: (value: number) => void): void {
    if (this.#wire === 0) {
      take(this.#varint(true));
      return;
    }
    const packed = this.message();
    while (packed.#position < packed.#end) take(packed.#varint(true));
  }

  /** The whole field, its tag included, as a view on the file. */
  record(): Uint8Array {
    this.skip();
    return this.#bytes.subarray(this.#fieldStart, this.#position);
  }

  skip(): void {
    if (this.#wire === 0) this.#varint();
    else if (this.#wire === 1) this.#take(8);
    else if (this.#wire === 5) this.#take(4);
    else this.#range();
  }

  #range(): readonly [start: number, end: number] {
    this.#expect(2);
    const length = this.#varint();
    const start = this.#take(length);
    return [start, start + length];
  }

  #take(length: number): number {
    const start = this.#position;
    if (length > this.#end - start) throw this.#overrun(length);
    this.#position = start + length;
    return start;
  }

  #varint(signed = false): number {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#bytes[this.#take(1)] ?? 0;
      const bits = byte & 0x7f;
      if (shift < 28) low += bits * 2 ** shift;
      else high += bits * 2 ** (shift - 28);
      if (byte < 0x80) {
        const value = low + high * 2 ** 28;
        // Negative int64 values are written as ten bytes of two's complement; a double cannot hold them before the wrap.
        return signed && shift === 63 ? wrap(low, high) : value;
      }
    }
    throw new AppError('not-onnx', `the number before byte ${this.#position} has more than 64 bits`);
  }

  #expect(wire: WireType): void {
    if (this.#wire !== wire) {
      throw new AppError(
        'not-onnx',
        `field ${this.#field} before byte ${this.#position} has wire type ${this.#wire}, not ${wire}`,
      );
    }
  }

  #overrun(length: number): AppError {
    const wanted = `${length} bytes wanted at byte ${this.#position}`;
    return this.#isFile
      ? new AppError('model-truncated', `${wanted}, the file ends at byte ${this.#end}`)
      : new AppError('not-onnx', `${wanted}, the record ends at byte ${this.#end}`);
  }
}

/** `low` holds bits 0 to 27, `high` bits 28 and up, of which 64 in all are the number. */
function wrap(low: number, high: number): number {
  const upper = Math.floor(high / 16) % TWO_32;
  const lower = low + (high % 16) * 2 ** 28;
  return (upper >= TWO_32 / 2 ? upper - TWO_32 : upper) * TWO_32 + lower;
}

/** Bytes of a non-negative integer as a varint. Throws RangeError unless it is a safe integer, 0 or above. */
export function varint(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`invalid varint: ${value}`);
  const out: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) out.push((rest % 128) + 128);
  out.push(rest);
  return Uint8Array.from(out);
}

/** Joins byte arrays into one. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    out.set(part, position);
    position += part.length;
  }
  return out;
}

/** A field holding an integer of 64 bits; a negative one takes ten bytes. */
export function intField(field: number, value: number): Uint8Array {
  if (value >= 0) return concat([varint(field * 8), varint(value)]);
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); bytes.length < 10; rest >>= 7n) {
    bytes.push(Number(rest & 127n) | (bytes.length < 9 ? 128 : 0));
  }
  return concat([varint(field * 8), Uint8Array.from(bytes)]);
}

/** A field holding a 32-bit float. */
export function floatField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return concat([varint(field * 8 + 5), bytes]);
}

/** A length-delimited field: a message, bytes, or text. */
export function bytesField(field: number, content: Uint8Array | string): Uint8Array {
  const bytes = typeof content === 'string' ? BYTES.encode(content) : content;
  return concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
}

/** A message field of which the content comes in parts; they are not joined here, so that weights are copied only once. */
export function partsField(field: number, parts: readonly Uint8Array[]): readonly Uint8Array[] {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return [concat([varint(field * 8 + 2), varint(length)]), ...parts];
}
