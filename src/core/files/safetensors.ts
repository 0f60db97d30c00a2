import { countElements, refuse, viewOf } from './arrays.ts';
import type { NumberArray } from './arrays.ts';
import { shownValue } from '../recorded/fields.ts';
import { parseJson } from './json.ts';
import { isRecord } from '../isRecord.ts';
import { decodeNumbers, NUMBER_TYPES } from './numberTypes.ts';
import type { NumberType } from './numberTypes.ts';

/** The tensors of a .safetensors file, by name in the order of the header, and its own notes (`__metadata__`). */
type Safetensors = {
  readonly numbers: readonly NumberArray[];
  readonly metadata: Readonly<Record<string, string>>;
};

const TYPES: ReadonlyMap<string, NumberType> = new Map<string, NumberType>([
  ['F16', NUMBER_TYPES.f2],
  ['BF16', NUMBER_TYPES.bf],
  ['F32', NUMBER_TYPES.f4],
  ['F64', NUMBER_TYPES.f8],
  ['I32', NUMBER_TYPES.i4],
  ['I64', NUMBER_TYPES.i8],
  ['U8', NUMBER_TYPES.u1],
  ['BOOL', NUMBER_TYPES.b1],
]);

/** The format's own limit. */
const MAX_HEADER = 100_000_000;

/** Whether bytes begin as a .safetensors file does: a length that no text begins with, then a JSON object. */
export function isSafetensors(bytes: Uint8Array): boolean {
  return bytes.length >= 9 && bytes[8] === 0x7b && bytes[7] === 0;
}

/**
 * The tensors of a .safetensors file.
 * Throws AppError 'bad-recording' where the header is damaged or lies about the bytes: beyond the file, overlapping, of another size.
 * Source: the safetensors format, huggingface/safetensors README.
 */
export function readSafetensors(bytes: Uint8Array, name: string): Safetensors {
  if (bytes.length < 9) refuse(`${name} ends within its header`);
  const length = Number(viewOf(bytes).getBigUint64(0, true));
  if (length > bytes.length - 8) {
    refuse(`${name} claims a header of ${length} bytes, ${bytes.length - 8} are there`);
  }
  if (length > MAX_HEADER) refuse(`${name} has a header of ${length} bytes; the format allows ${MAX_HEADER}`);
  const header = parseJson(bytes.subarray(8, 8 + length), `the header of ${name}`);
  if (!isRecord(header)) refuse(`the header of ${name} is no JSON object`);
  const data = bytes.subarray(8 + length);
  const { __metadata__: metadata, ...tensors } = header;
  const places = Object.entries(tensors).map(([tensor, about]) => readPlace(tensor, about, data.length, name));
  checkOverlap(places, name);
  return {
    numbers: places.map(({ tensor, shape, type, start, end }) => ({
      name: tensor,
      shape,
      read: (from, to) => decodeNumbers(data.subarray(start, end), type, true, from, to),
    })),
    metadata: readMetadata(metadata),
  };
}

type Place = {
  readonly tensor: string;
  readonly shape: readonly number[];
  readonly type: NumberType;
  readonly start: number;
  readonly end: number;
};

function readPlace(tensor: string, about: unknown, nBytes: number, name: string): Place {
  const where = `${tensor} in ${name}`;
  if (!isRecord(about)) refuse(`${where} is not described`);
  const { dtype, shape, data_offsets: offsets } = about;
  const type = typeof dtype === 'string' ? TYPES.get(dtype) : undefined;
  if (!type) refuse(`${where} is of the type ${shownValue(dtype)}; ${[...TYPES.keys()].join(', ')} can be read`);
  if (!isNumbers(shape)) refuse(`${where} has no shape`);
  if (!isNumbers(offsets) || offsets.length !== 2) refuse(`${where} has no place in the file`);
  const [start, end] = [offsets[0]!, offsets[1]!];
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || start > end || end > nBytes) {
    refuse(`${where} claims bytes ${start} to ${end} of ${nBytes}`);
  }
  const size = countElements(shape, where) * type.size;
  if (size !== end - start) refuse(`${where} claims ${shape.join(' x ')} numbers in ${end - start} bytes, not ${size}`);
  return { tensor, shape, type, start, end };
}

function checkOverlap(places: readonly Place[], name: string): void {
  const sorted = places.toSorted((a, b) => a.start - b.start || a.end - b.end);
  for (const [i, place] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before && before.end > place.start) refuse(`${before.tensor} and ${place.tensor} overlap in ${name}`);
  }
}

function readMetadata(metadata: unknown): Record<string, string> {
  if (!isRecord(metadata)) return {};
  return Object.fromEntries(
    Object.entries(metadata).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}
