import { decodeBase64, decodedLength } from './base64.ts';
import { countElements, refuse } from './arrays.ts';
import type { NumberArray, Numbers } from './arrays.ts';
import { shownValue } from '../recorded/fields.ts';
import { isRecord } from '../isRecord.ts';
import { decodeNumbers, NUMBER_TYPES } from './numberTypes.ts';

/**
 * An array written as `{dims or shape, data}` with base64 of little-endian float32, or null for a value that is none.
 * Throws AppError 'bad-recording' where dims and data do not fit or the encoding is another.
 */
export function base64Numbers(value: unknown, name: string): NumberArray | null {
  if (!isRecord(value) || typeof value['data'] !== 'string') return null;
  const { data, encoding = 'base64-float32-le' } = value;
  const shape = value['dims'] ?? value['shape'];
  if (!isDims(shape)) refuse(`${name} has data, but no dims`);
  if (encoding !== 'base64-float32-le')
    refuse(`${name} is encoded as ${shownValue(encoding)}, not as base64-float32-le`);
  const count = countElements(shape, name);
  const nBytes = decodedLength(data);
  if (nBytes !== count * 4) {
    // A letter that is none of base64's says more than a length that does not fit.
    decode(data, name);
    refuse(`${name} claims ${shape.join(' x ')} numbers, but holds ${nBytes} bytes`);
  }
  return { name, shape, read: (start = 0, end = count) => decodePart(data, start, end, name) };
}

/** Numbers of a text, of which no more is decoded than they need: four letters hold three bytes, a number takes four. */
function decodePart(text: string, start: number, end: number, name: string): Numbers {
  const [first, last] = [Math.floor((start * 4) / 3), Math.ceil((end * 4) / 3)];
  const bytes = decode(text.slice(first * 4, last * 4), name);
  const [from, to] = [start * 4 - first * 3, end * 4 - first * 3];
  if (bytes.length < to) refuse(`${name}: its base64 ends before the text does`);
  return decodeNumbers(bytes.subarray(from, to), NUMBER_TYPES.f4, true);
}

function isDims(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

function decode(text: string, name: string): Uint8Array {
  try {
    return decodeBase64(text);
  } catch (thrown) {
    return refuse(`${name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}
