const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CODES = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const VALUES = new Uint8Array(128).fill(255);
for (let i = 0; i < 64; i++) VALUES[CODES[i]!] = i;
const CHUNK = 3 * 8192;

/** Base64 of bytes (RFC 4648, padded). */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (const part of base64Parts(bytes)) text += part;
  return text;
}

/** The same in pieces of at most 32,768 letters, to be joined in order. */
export function* base64Parts(bytes: Uint8Array): Generator<string, void, void> {
  for (let start = 0; start < bytes.length; start += CHUNK)
    yield lettersOf(encodeChunk(bytes.subarray(start, start + CHUNK)));
}

/** How many bytes a base64 text holds, by its length. */
export function decodedLength(text: string): number {
  return Math.floor((lettersOnly(text) * 3) / 4);
}

/** Letters of a text before its padding. */
function lettersOnly(text: string): number {
  return text.endsWith('==') ? text.length - 2 : text.endsWith('=') ? text.length - 1 : text.length;
}

/** The bytes of a base64 text; throws RangeError on a letter that is none of base64's. */
export function decodeBase64(text: string): Uint8Array {
  const length = lettersOnly(text);
  const bytes = new Uint8Array(decodedLength(text));
  let bits = 0;
  let nBits = 0;
  let at = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    const value = code < 128 ? VALUES[code]! : 255;
    if (value === 255) throw new RangeError(`invalid base64 at ${i}`);
    bits = ((bits << 6) | value) & 0xffffff;
    nBits += 6;
    if (nBits >= 8) {
      nBits -= 8;
      bytes[at++] = (bits >> nBits) & 255;
    }
  }
  return bytes;
}

function encodeChunk(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  let at = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    out[at++] = CODES[word >> 18]!;
    out[at++] = CODES[(word >> 12) & 63]!;
    out[at++] = i + 1 < bytes.length ? CODES[(word >> 6) & 63]! : 61;
    out[at++] = i + 2 < bytes.length ? CODES[word & 63]! : 61;
  }
  return out;
}

/** Letters of codes from `start` to before `end`, at most some thousands of them. */
export function lettersAt(codes: Uint8Array, start: number, end: number): string {
  // Spread would go through an iterator, which takes six times as long.
  return Reflect.apply(String.fromCharCode, null, codes.subarray(start, end));
}

/** Letters from codes below 128; String.fromCharCode takes a limited number of arguments at a time. */
function lettersOf(codes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < codes.length; i += 4096) text += lettersAt(codes, i, i + 4096);
  return text;
}
