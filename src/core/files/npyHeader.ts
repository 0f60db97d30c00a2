import { refuse, viewOf } from './arrays.ts';
import { decodeUtf8 } from './utf8.ts';

/** What the header of an .npy file says of the numbers behind it; `type` is numpy's letter and size: "f4", "U12". */
type NpyHeader = {
  readonly type: string;
  readonly isLittle: boolean;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  /** First byte of the numbers. */
  readonly dataStart: number;
};

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Most bytes of a header with what stands before it; numpy itself refuses more than 10,000 unless told otherwise. */
export const MAX_HEADER = 65_536;

/** Whether bytes begin as an .npy file does. */
export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, at) => bytes[at] === byte);
}

/**
 * The header of an .npy file of version 1, 2 or 3.
 * Throws AppError 'bad-recording', with a way out where the array holds pickled objects.
 * Source: numpy.lib.format, "NPY format".
 */
export function readNpyHeader(bytes: Uint8Array, name: string): NpyHeader {
  if (!isNpy(bytes)) refuse(`${name} does not begin as an .npy file`);
  if (bytes.length < 12) refuse(`${name} ends within its header`);
  const version = bytes[6]!;
  if (version < 1 || version > 3) refuse(`${name} is of .npy version ${version}; 1, 2 and 3 can be read`);
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? viewOf(bytes).getUint16(8, true) : viewOf(bytes).getUint32(8, true);
  if (start + length > MAX_HEADER) refuse(`the header of ${name} is ${length} bytes long`);
  if (start + length > bytes.length) {
    refuse(`${name} ends within its header: it claims ${length} bytes, ${bytes.length - start} are there`);
  }
  const text = decodeUtf8(bytes.subarray(start, start + length));
  return { ...readType(text, name), ...readLayout(text, name), dataStart: start + length };
}

function readType(header: string, name: string): Pick<NpyHeader, 'type' | 'isLittle'> {
  const descr = /['"]descr['"]\s*:\s*['"]([^'"]*)['"]/.exec(header)?.[1];
  if (descr === undefined) refuse(`${name} has no simple type: arrays with named fields cannot be read`);
  if (/^\|?O/.test(descr)) {
    refuse(
      `${name} holds pickled Python objects (dtype object, which needs allow_pickle=True and runs code when it is read); ` +
        'save numbers as float arrays, and tokens as np.array(tokens, dtype=str)',
    );
  }
  const parts = /^([<>|=]?)([a-zA-Z]\d+)$/.exec(descr);
  if (!parts) refuse(`${name} is of the type ${descr}, which cannot be read`);
  return { type: parts[2]!, isLittle: parts[1] !== '>' };
}

function readLayout(header: string, name: string): Pick<NpyHeader, 'isFortran' | 'shape'> {
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(header)?.[1];
  const dims = /['"]shape['"]\s*:\s*\(([^()]*)\)/.exec(header)?.[1];
  if (order === undefined || dims === undefined) refuse(`the header of ${name} lacks its order or its shape`);
  const parts = dims.split(',').map((part) => part.trim());
  // Python writes a tuple of one with a comma behind it; Python 2 wrote long numbers with an L.
  if (parts.at(-1) === '') parts.pop();
  const shape = parts.map((part) => (/^-?\d+L?$/.test(part) ? Number.parseInt(part, 10) : NaN));
  if (shape.some(Number.isNaN)) refuse(`${name} has the shape (${dims}), which is none`);
  return { isFortran: order === 'True', shape };
}
