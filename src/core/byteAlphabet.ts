import { characterAt } from './files/utf8.ts';

const PRINTABLE: readonly (readonly [number, number])[] = [
  [0x21, 0x7e],
  [0xa1, 0xac],
  [0xae, 0xff],
];

/**
 * By the letter that byte-level vocabularies write for it, each byte: itself where it is printable, else U+0100 and on.
 * Source: Radford et al. 2019 (GPT-2), the published encoder's byte table.
 */
const BYTE_OF_LETTER: ReadonlyMap<string, number> = new Map(letters());

function* letters(): Generator<readonly [string, number]> {
  let nMoved = 0;
  for (let byte = 0; byte < 256; byte++) {
    const isPrintable = PRINTABLE.some(([first, last]) => byte >= first && byte <= last);
    yield [String.fromCharCode(isPrintable ? byte : 0x100 + nMoved++), byte];
  }
}

/** The bytes that a piece of a byte-level vocabulary stands for, or null for one with a letter that stands for none. */
export function bytesOfPiece(piece: string): readonly number[] | null {
  const bytes: number[] = [];
  for (const letter of piece) {
    const byte = BYTE_OF_LETTER.get(letter);
    if (byte === undefined) return null;
    bytes.push(byte);
  }
  return bytes;
}

/** UTF-8 as readable text: whole characters as themselves, other bytes as "<E2>" or, several together, "<F0 9F>". */
export function readableBytes(bytes: readonly number[]): string {
  let text = '';
  let loose: string[] = [];
  const flush = (): void => {
    if (loose.length > 0) text += `<${loose.join(' ')}>`;
    loose = [];
  };
  for (let at = 0; at < bytes.length;) {
    const character = characterAt(bytes, at);
    if (character) {
      flush();
      text += String.fromCodePoint(character.code);
    } else loose.push(hex(bytes[at] ?? 0));
    at += character?.nBytes ?? 1;
  }
  flush();
  return text;
}

/** Tokens' texts as the one text that they are of: where a character is spread over several, its bytes are put together again. */
export function joinedText(texts: readonly string[]): string {
  return texts
    .join('')
    .replace(BYTES_APART, (found) =>
      readableBytes([...found.matchAll(/[\dA-F]{2}/g)].map(([digits]) => Number.parseInt(digits, 16))),
    );
}

/** Several groups of bytes beside each other, none of them of a character of ASCII, which is never spread. */
const BYTES_APART = /(?:<[89A-F][\dA-F](?: [89A-F][\dA-F])*>){2,}/g;

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
