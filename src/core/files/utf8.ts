import { lettersAt } from './base64.ts';
import { finish } from '../slices.ts';
import type { Slices } from '../slices.ts';

/** One character of UTF-8 and its length in bytes. */
type Character = { readonly code: number; readonly nBytes: number };

const CHUNK = 4096;

/** Bytes decoded in a slice: about a millisecond of ASCII. */
const SLICE = 2 ** 18;

/** Text of UTF-8 bytes, without a byte order mark; bytes that are no character become U+FFFD. core has no TextDecoder. */
export function decodeUtf8(bytes: Uint8Array): string {
  return finish(decodeUtf8InSlices(bytes));
}

/** The same in slices. */
export function* decodeUtf8InSlices(bytes: Uint8Array): Slices<string> {
  let text = '';
  let nextPause = SLICE;
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (at < bytes.length) {
    if (at >= nextPause) {
      nextPause += SLICE;
      yield;
    }
    const asciiEnd = endOfAscii(bytes, at);
    if (asciiEnd > at) {
      text += lettersAt(bytes, at, asciiEnd);
      at = asciiEnd;
    } else {
      const character = characterAt(bytes, at);
      text += String.fromCodePoint(character?.code ?? 0xfffd);
      at += character?.nBytes ?? 1;
    }
  }
  return text;
}

/** Where a stretch of ASCII ends, which most of any JSON is; at most CHUNK bytes on, as calls take only so many arguments. */
function endOfAscii(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && at < start + CHUNK && bytes[at]! < 0x80) at += 1;
  return at;
}

/** The character that begins at a byte, or null where none does (a stray, overlong or cut-off sequence). */
export function characterAt(bytes: ArrayLike<number>, at: number): Character | null {
  const lead = bytes[at] ?? 0xff;
  if (lead < 0x80) return { code: lead, nBytes: 1 };
  const nBytes = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (nBytes === 0) return null;
  let code = lead & (0x7f >> nBytes);
  for (let i = 1; i < nBytes; i++) {
    const byte = bytes[at + i] ?? 0;
    if ((byte & 0xc0) !== 0x80) return null;
    code = (code << 6) | (byte & 0x3f);
  }
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  const isOverlong = code < (nBytes === 3 ? 0x800 : nBytes === 4 ? 0x10000 : 0x80);
  return isSurrogate || isOverlong || code > 0x10ffff ? null : { code, nBytes };
}
