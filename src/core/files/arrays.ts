import { AppError } from '../errors.ts';
import { cutText } from '../quote.ts';
import type { Work } from '../slices.ts';
import { roomForWeights } from '../weights/sharedWeights.ts';

/** Numbers as they come out of a file: 8-byte types as float64, so that token ids stay whole. */
export type Numbers = Float32Array | Float64Array;

/** As much of an array as its header says. */
export type ArrayAbout = { readonly name: string; readonly shape: readonly number[] };

/**
 * An array of numbers in a dropped file; `read` converts it, row-major, each time it is called: all of it, or the numbers
 * from `start` to before `end`, so that a large one needs no room for a second copy.
 */
export type NumberArray = ArrayAbout & { readonly read: (start?: number, end?: number) => Numbers };

/** One that may still be packed; `open` unpacks it, so that what is not shown never is. */
export type ClosedArray = ArrayAbout & { readonly open: () => Promise<NumberArray> };

/** An array of texts in a dropped file; of several rows the first. */
export type TextArray = ArrayAbout & { readonly texts: readonly string[] };

/** What one file held that may be attention or tokens. */
export type Arrays = {
  readonly numbers: readonly ClosedArray[];
  /** Numbers of tokens, which are few and needed whatever is shown. */
  readonly ids: readonly NumberArray[];
  readonly texts: readonly TextArray[];
};

/** Undoes raw deflate (RFC 1951). `expectedSize` is what the file claims: an implementation may stop once it is exceeded. */
type Inflate = (bytes: Uint8Array, expectedSize: number) => Promise<Uint8Array>;

/** What the readers ask of the platform, since core has no means for it. */
export type ReadTools = {
  readonly inflate: Inflate;
  /** The first bytes of what would be unpacked, at most `nBytes`. */
  readonly inflateStart: (bytes: Uint8Array, nBytes: number) => Promise<Uint8Array>;
  /** Where it rejects, so does the reading. */
  readonly work: Work;
};

/** Most bytes that one file may hold or unpack to: what a browser gives a page in one piece. */
export const MAX_BYTES = 2 ** 31;

const MAX_RANK = 8;

/** Ends the reading with an AppError 'bad-recording'. */
export function refuse(detail: string): never {
  throw new AppError('bad-recording', cutNames(detail));
}

/** A sentence about a file in which no name or word of the file is longer than it takes to know it by. */
export function cutNames(sentence: string): string {
  return sentence.replace(/\S{61,}/g, (word) => cutText(word));
}

/** An array that needs no unpacking. */
export function opened(array: NumberArray): ClosedArray {
  return { ...array, open: async () => array };
}

/**
 * The number of elements of a shape that a file claims; nothing is allocated before this is compared with the bytes there.
 * Throws AppError 'bad-recording' for a length that is negative or no whole number, and for more than 2^31 elements.
 */
export function countElements(shape: readonly number[], where: string): number {
  if (shape.length > MAX_RANK) refuse(`${where} has ${shape.length} dimensions; up to ${MAX_RANK} can be read`);
  const wrong = shape.find((length) => !Number.isSafeInteger(length) || length < 0);
  if (wrong !== undefined) refuse(`${where} claims a dimension of ${wrong}`);
  const count = shape.reduce((product, length) => product * length, 1);
  if (count > MAX_BYTES) refuse(`${where} claims ${shape.join(' x ')} numbers, more than any page can hold`);
  return count;
}

/** Room for `count` numbers, as float32. Throws AppError 'out-of-memory' where the engine has none. */
export function makeFloats(count: number): Float32Array<ArrayBuffer> {
  return allocated(count, (length) => new Float32Array(length));
}

/** Room for `count` weights, which page and worker share if they are many. Throws AppError 'out-of-memory' where the engine has none. */
export function makeWeights(count: number): Float32Array {
  return allocated(count, roomForWeights);
}

/** Room for `count` numbers, as float64. Throws AppError 'out-of-memory' where the engine has none. */
export function makeDoubles(count: number): Float64Array<ArrayBuffer> {
  return allocated(count, (length) => new Float64Array(length));
}

function allocated<T>(count: number, make: (length: number) => T): T {
  try {
    return make(count);
  } catch {
    throw new AppError('out-of-memory', `no room for ${count} numbers`);
  }
}

/** A view on bytes, wherever they lie in their buffer. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A file's name without folders and extension: "run/cross.npy" -> "cross". */
export function stemOf(fileName: string): string {
  const last = fileName.split(/[\\/]/).at(-1) ?? fileName;
  const dot = last.lastIndexOf('.');
  return dot > 0 ? last.slice(0, dot) : last;
}
