const PRINTABLE: readonly (readonly [number, number])[] = [
  [0x21, 0x7e],
  [0xa1, 0xac],
  [0xae, 0xff],
];

/**
 * The letter that byte-level vocabularies write for each byte: itself where it is printable, else U+0100 and on.
 * Shape: [256], index is the byte. Source: Radford et al. 2019 (GPT-2), the published encoder's byte table.
 */
export const LETTER_OF_BYTE: readonly string[] = makeLetters();

const BYTE_OF_LETTER: ReadonlyMap<string, number> = new Map(LETTER_OF_BYTE.map((letter, byte) => [letter, byte]));

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes a byte-level piece stands for, or null where a letter is not of the table. */
export function bytesOfPiece(piece: string): readonly number[] | null {
  const bytes: number[] = [];
  for (const letter of piece) {
    const byte = BYTE_OF_LETTER.get(letter);
    if (byte === undefined) return null;
    bytes.push(byte);
  }
  return bytes;
}

/** The byte of a byte-fallback piece "<0xE2>", or null for any other piece. */
export function fallbackByte(piece: string): number | null {
  const digits = /^<0x([0-9A-Fa-f]{2})>$/.exec(piece)?.[1];
  return digits === undefined ? null : Number.parseInt(digits, 16);
}

/** UTF-8 of the text; a lone surrogate counts as U+FFFD, as every encoder of the platform has it. */
export function encodeUtf8(text: string): Uint8Array {
  return utf8.encode(text);
}

/** Bytes as readable text: whole characters as themselves, other bytes as "<E2>" or, several together, "<F0 9F>". */
export function readableBytes(bytes: readonly number[]): string {
  let text = '';
  let loose: number[] = [];
  const flush = () => {
    if (loose.length > 0) text += `<${loose.map(hex).join(' ')}>`;
    loose = [];
  };
  for (let at = 0; at < bytes.length;) {
    const character = characterAt(bytes, at);
    if (character === null) {
      loose.push(bytes[at] ?? 0);
      at += 1;
    } else {
      flush();
      text += character.text;
      at += character.nBytes;
    }
  }
  flush();
  return text;
}

function characterAt(bytes: readonly number[], at: number): { text: string; nBytes: number } | null {
  const lead = bytes[at] ?? 0;
  const nBytes = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (at + nBytes > bytes.length) return null;
  try {
    return { text: strictUtf8.decode(Uint8Array.from(bytes.slice(at, at + nBytes))), nBytes };
  } catch {
    // Not a character: the caller shows these bytes as numbers, so nothing is lost.
    return null;
  }
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}

function makeLetters(): string[] {
  let nMoved = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    const isPrintable = PRINTABLE.some(([first, last]) => byte >= first && byte <= last);
    return String.fromCharCode(isPrintable ? byte : 0x100 + nMoved++);
  });
}
