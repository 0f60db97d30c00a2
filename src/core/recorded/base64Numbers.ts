import { decodeBase64 } from '../base64.ts';
import { countElements, refuse } from './arrays.ts';
import type { NumberArray } from './arrays.ts';
import { shownValue } from './fields.ts';
import { isRecord } from './json.ts';
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
  const bytes = decode(data, name);
  if (bytes.length !== count * 4)
    refuse(`${name} claims ${shape.join(' x ')} numbers, but holds ${bytes.length} bytes`);
  return { name, shape, read: (start, end) => decodeNumbers(bytes, NUMBER_TYPES.f4, true, start, end) };
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
