import { AppError } from '../../core/errors.ts';
import { messageOf } from '../errors.ts';

/** Reads a part of a file at once: the runtime asks for weights in the middle of its own work, and cannot wait for them. */
export type ReadNow = (part: Blob) => ArrayBuffer;

/** By the browser's reader for workers. */
export const readNowHere: ReadNow = (part) => new FileReaderSync().readAsArrayBuffer(part);

/**
 * Weights in a file that a person opened, left on disk until a part of them is wanted: read whole, they would lie in memory twice
 * as soon as the runtime has its own copy, which it makes tensor by tensor.
 *
 * It has a length and gives parts, as the runtime and the reader of graphs ask for, and no bytes of its own: looked at by index it would tell nothing.
 */
export class BytesOnDisk extends Uint8Array<ArrayBuffer> {
  readonly #blob: Blob;
  readonly #path: string;
  readonly #read: ReadNow;
  #trouble: AppError | null = null;

  /** `path` is what the file is called where it cannot be read. */
  constructor(path: string, blob: Blob, read: ReadNow) {
    super(new ArrayBuffer(0));
    this.#path = path;
    this.#blob = blob;
    this.#read = read;
  }

  override get length(): number {
    return this.#blob.size;
  }

  override get byteLength(): number {
    return this.#blob.size;
  }

  /** Why the last part could not be read, if so: the runtime says only that it could not, in the middle of much else. */
  get trouble(): AppError | null {
    return this.#trouble;
  }

  /** A copy of its own. Throws AppError 'bad-input' for a file that was moved, changed or locked, 'out-of-memory' where there is no room. */
  override subarray(start = 0, end = this.#blob.size): Uint8Array<ArrayBuffer> {
    try {
      this.#trouble = null;
      return new Uint8Array(this.#read(this.#blob.slice(start, end)));
    } catch (error) {
      this.#trouble = unread(this.#path, error);
      throw this.#trouble;
    }
  }
}

/** For a file that was moved, changed or locked since it was picked, or for which there is no room. */
export function unread(path: string, error: unknown): AppError {
  return new AppError(error instanceof RangeError ? 'out-of-memory' : 'bad-input', `${path}: ${messageOf(error)}`);
}
