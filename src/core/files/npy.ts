import { countElements, makeDoubles, makeFloats, refuse, viewOf } from './arrays.ts';
import type { NumberArray, Numbers, TextArray } from './arrays.ts';
import { MAX_TEXT_BYTES } from '../recorded/limits.ts';
import { readNpyHeader } from './npyHeader.ts';
import { decodeNumbers, numberType } from './numberTypes.ts';
import type { NumberType } from './numberTypes.ts';
import { decodeUtf8 } from './utf8.ts';

/**
 * One .npy file: numbers (bool, integers, float16 to float64) or texts (dtype U or S), of either byte order and either axis order.
 * Throws AppError 'bad-recording' for another type, and where header and bytes do not fit; nothing is allocated before.
 */
export function readNpy(bytes: Uint8Array, name: string): NumberArray | TextArray {
  const { type, isLittle, isFortran, shape, dataStart } = readNpyHeader(bytes, name);
  const data = bytes.subarray(dataStart);
  const count = countElements(shape, name);
  const textType = /^([US])(\d+)$/.exec(type);
  const numeric = numberType(type);
  const size = textType ? Number(textType[2]) * (textType[1] === 'U' ? 4 : 1) : numeric?.size;
  if (size === undefined) refuse(`${name} is of the type ${type}, which cannot be read`);
  // Elements of no bytes would let a short file claim any number of them.
  if (size === 0 && count > 0) refuse(`${name} holds ${count} texts of no letters`);
  if (count * size !== data.length) {
    refuse(`${name} claims ${shape.join(' x ')} elements of ${size} bytes, but ${data.length} bytes are there`);
  }
  if (numeric) {
    if (!isFortran) return { name, shape, read: (start, end) => decodeNumbers(data, numeric, isLittle, start, end) };
    return { name, shape, read: (start = 0, end = count) => rowMajor(data, numeric, isLittle, shape, start, end) };
  }
  if (data.length > MAX_TEXT_BYTES)
    refuse(`${name} holds texts of ${data.length} bytes; ${MAX_TEXT_BYTES} is the limit`);
  const decode = textType?.[1] === 'U' ? (cell: Uint8Array) => decodeUcs4(cell, isLittle, name) : decodeBytes;
  const nInRow = count === 0 ? 0 : (shape.at(-1) ?? 1);
  const step = isFortran ? count / nInRow : 1;
  const texts = Array.from({ length: nInRow }, (_, i) => decode(data.subarray(i * step * size, (i * step + 1) * size)));
  return { name, shape, texts };
}

/** Numbers of an array whose first axis runs fastest in the file, as if the last one did. */
function rowMajor(
  data: Uint8Array,
  { size, isWide, read }: NumberType,
  isLittle: boolean,
  shape: readonly number[],
  start: number,
  end: number,
): Numbers {
  const view = viewOf(data);
  const numbers = isWide ? makeDoubles(end - start) : makeFloats(end - start);
  forEachElement(shape, start, end, (from, to) => {
    numbers[to - start] = read(view, from * size, isLittle);
  });
  return numbers;
}

/** Calls with the places in Fortran order and in C order of the elements that have places `start` to before `end` in C order. */
function forEachElement(
  shape: readonly number[],
  start: number,
  end: number,
  visit: (from: number, to: number) => void,
): void {
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, length) => product * length, 1));
  const place = shape.map((length, axis) => {
    return Math.floor(start / shape.slice(axis + 1).reduce((product, each) => product * each, 1)) % length;
  });
  let from = place.reduce((sum, at, axis) => sum + at * strides[axis]!, 0);
  for (let to = start; to < end; to++) {
    visit(from, to);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place[axis]! += 1;
      from += strides[axis]!;
      if (place[axis]! < shape[axis]!) break;
      from -= place[axis]! * strides[axis]!;
      place[axis] = 0;
    }
  }
}

/** numpy pads texts with NUL letters, which are not part of them. */
function decodeUcs4(cell: Uint8Array, isLittle: boolean, name: string): string {
  const view = viewOf(cell);
  let end = cell.length;
  while (end > 0 && view.getUint32(end - 4, isLittle) === 0) end -= 4;
  let text = '';
  for (let at = 0; at < end; at += 4) {
    const code = view.getUint32(at, isLittle);
    if (code > 0x10ffff) refuse(`${name} holds a letter that does not exist (${code})`);
    text += String.fromCodePoint(code);
  }
  return text;
}

function decodeBytes(cell: Uint8Array): string {
  let end = cell.length;
  while (end > 0 && cell[end - 1] === 0) end -= 1;
  return decodeUtf8(cell.subarray(0, end));
}
