import { bytesOfPiece } from '../../../core/byteAlphabet.ts';
import { encodeUtf8 } from '../bytes.ts';
import { sourceSpan } from './mappedText.ts';
import type { Aligner, MappedText, Span } from './mappedText.ts';

const SPACE_BYTE = 0x20;
// How far a piece may lie beyond its place where the tokenizer left something out.
const RESYNC_WINDOW = 256;

/**
 * Aligner of byte-level pieces: exact, because the pieces written out are the text's UTF-8.
 * A piece that holds only some bytes of a character gets the whole character, so its neighbours share it. A space that
 * the tokenizer put in front has no width; a piece that is not in the text (an unknown token) neither.
 */
export function byteLevelAligner(endOfWord: string | null): Aligner {
  return (pieces, mapped) => {
    const { bytes, unitOfByte } = layBytes(mapped);
    let at = 0;
    return pieces.map((piece): Span => {
      const wanted = bytesOfPiece(withoutSuffix(piece, endOfWord)) ?? Array.from(encodeUtf8(piece));
      const isPrefixed = at === 0 && wanted[0] === SPACE_BYTE && bytes[0] !== SPACE_BYTE;
      const own = isPrefixed ? wanted.slice(1) : wanted;
      const found = indexOfBytes(bytes, own, at);
      if (own.length === 0 || found < 0) return sourceSpan(mapped, unitOfByte[at] ?? 0, unitOfByte[at] ?? 0);
      at = found + own.length;
      const from = unitOfByte[found] ?? 0;
      return sourceSpan(mapped, from, (unitOfByte[at - 1] ?? 0) + 1);
    });
  };
}

/** The piece without the mark that some vocabularies write at the end of a word ("</w>"). */
export function withoutSuffix(piece: string, suffix: string | null): string {
  return suffix !== null && suffix !== '' && piece.endsWith(suffix) ? piece.slice(0, -suffix.length) : piece;
}

/** UTF-8 of the text; unitOfByte [nBytes + 1] is the first code unit of each byte's character. */
function layBytes(mapped: MappedText): { bytes: Uint8Array; unitOfByte: Int32Array } {
  const bytes = encodeUtf8(mapped.text);
  const unitOfByte = new Int32Array(bytes.length + 1).fill(mapped.text.length);
  let at = 0;
  let unit = 0;
  for (const character of mapped.text) {
    const nBytes = utf8Length(character.codePointAt(0) ?? 0);
    unitOfByte.fill(unit, at, at + nBytes);
    at += nBytes;
    unit += character.length;
  }
  return { bytes, unitOfByte };
}

function utf8Length(codePoint: number): number {
  return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
}

function indexOfBytes(bytes: Uint8Array, wanted: readonly number[], from: number): number {
  const last = Math.min(bytes.length - wanted.length, from + RESYNC_WINDOW);
  for (let at = from; at <= last; at++) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}
