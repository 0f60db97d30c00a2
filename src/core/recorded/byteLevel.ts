import { bytesOfPiece } from '../byteAlphabet.ts';
import { characterAt } from '../files/utf8.ts';

/** A space first, or a line break with nothing but white space: "Ġboy", "Ċ", "Ċĉĉ". */
const SPACE_FIRST = /^(Ġ|Ċ[ĠĊĉč]*$)/;

/** Letters that only bytes are written with in such a vocabulary: those that were moved out of the way of what is not printable. */
const MOVED = /[\u0100-\u0143]/;

/**
 * Whether the pieces of a text are those of a byte-level vocabulary: one of them begins with the letter for a space, or, in
 * scripts without spaces, the bytes in a row of those in its alphabet are UTF-8 with characters beyond ASCII.
 * Texts of other alphabets hold these letters too (Esperanto "ĉu", Polish "łódź"), but their bytes are no UTF-8, or hold
 * control characters. The first and the last character may be cut. `runs` are stretches without special tokens in between.
 */
export function isByteLevel(runs: readonly (readonly string[])[]): boolean {
  const pieces = runs.flat();
  if (pieces.some((piece) => SPACE_FIRST.test(piece) && isText(bytesOfPiece(piece)))) return true;
  if (!pieces.some((piece) => MOVED.test(piece) && bytesOfPiece(piece) !== null)) return false;
  const stretches = runs.flatMap(stretchesOf);
  return stretches.every(isUtf8) && stretches.some(hasCharacter);
}

/** The bytes of a run of pieces; added tokens, which are written in letters that stand for no bytes, part it. */
function stretchesOf(run: readonly string[]): readonly (readonly number[])[] {
  const stretches: number[][] = [[]];
  for (const bytes of run.map(bytesOfPiece)) {
    if (bytes === null) stretches.push([]);
    else stretches.at(-1)?.push(...bytes);
  }
  return stretches;
}

/** Whether bytes hold no control character but line breaks and tabs. */
function isText(bytes: readonly number[] | null): boolean {
  return bytes !== null && !bytes.some(isControl);
}

function isControl(byte: number): boolean {
  return (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) || byte === 0x7f;
}

/** Whether bytes are UTF-8 text, but for a character that is cut at either end. A tab within letters is none: "ĉu". */
function isUtf8(bytes: readonly number[]): boolean {
  let at = 0;
  while (at < Math.min(3, bytes.length) && (bytes[at]! & 0xc0) === 0x80) at += 1;
  while (at < bytes.length) {
    const character = characterAt(bytes, at);
    if (character === null) return isCutAtEnd(bytes.slice(at));
    if (isControl(character.code) || character.code === 9) return false;
    at += character.nBytes;
  }
  return true;
}

function isCutAtEnd(bytes: readonly number[]): boolean {
  const [lead = 0, ...rest] = bytes;
  const nBytes = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  return bytes.length < nBytes && rest.every((byte) => (byte & 0xc0) === 0x80);
}

function hasCharacter(bytes: readonly number[]): boolean {
  return bytes.some((_, at) => (characterAt(bytes, at)?.nBytes ?? 1) > 1);
}
