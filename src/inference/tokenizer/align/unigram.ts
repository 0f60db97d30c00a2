import { encodeUtf8, fallbackByte } from '../bytes.ts';
import { sourceSpan } from './mappedText.ts';
import type { Aligner, MappedText, Span } from './mappedText.ts';

/** The letter that stands for a space in SentencePiece vocabularies: U+2581. */
export const METASPACE = '\u2581';

const RESYNC_WINDOW = 64;

type Cursor = { unit: number; nBytesUsed: number };

/**
 * Aligner of SentencePiece-style pieces (Unigram, or BPE over "▁"): "▁" is a space, or nothing where it was put in
 * front of a word; "<0xE2>" is one byte of a character, and all bytes of a character share its span.
 * `unknown` takes one character. A piece that is not found where it should be is looked for further on; one that is
 * nowhere gets no width.
 */
export function unigramAligner(unknown: string | null): Aligner {
  return (pieces, mapped) => {
    const cursor: Cursor = { unit: 0, nBytesUsed: 0 };
    return pieces.map((piece) => placePiece(piece, mapped, cursor, unknown));
  };
}

function placePiece(piece: string, mapped: MappedText, cursor: Cursor, unknown: string | null): Span {
  const { text } = mapped;
  const byte = fallbackByte(piece);
  if (byte !== null && !text.startsWith(piece, cursor.unit)) return placeByte(byte, mapped, cursor);
  cursor.nBytesUsed = 0;
  if (piece === unknown && !text.startsWith(piece, cursor.unit))
    return take(mapped, cursor, characterLength(text, cursor.unit));
  const width = matchAt(piece, text, cursor.unit);
  if (width !== null) return take(mapped, cursor, width);
  const spaces = spacesAt(text, cursor.unit);
  const afterSpaces = matchAt(piece, text, cursor.unit + spaces);
  if (afterSpaces !== null) {
    cursor.unit += spaces;
    return take(mapped, cursor, afterSpaces);
  }
  const further = text.slice(cursor.unit, cursor.unit + RESYNC_WINDOW).indexOf(piece.replaceAll(METASPACE, ' '));
  if (further < 0) return sourceSpan(mapped, cursor.unit, cursor.unit);
  cursor.unit += further;
  return take(mapped, cursor, piece.length);
}

function placeByte(byte: number, mapped: MappedText, cursor: Cursor): Span {
  const width = characterLength(mapped.text, cursor.unit);
  const bytes = encodeUtf8(mapped.text.slice(cursor.unit, cursor.unit + width));
  if (bytes[cursor.nBytesUsed] !== byte) return sourceSpan(mapped, cursor.unit, cursor.unit);
  const span = sourceSpan(mapped, cursor.unit, cursor.unit + width);
  cursor.nBytesUsed += 1;
  if (cursor.nBytesUsed === bytes.length) {
    cursor.unit += width;
    cursor.nBytesUsed = 0;
  }
  return span;
}

/** Code units of `text` that the piece stands for at `at`, or null where it does not fit. */
function matchAt(piece: string, text: string, at: number): number | null {
  let unit = at;
  for (let i = 0; i < piece.length; i++) {
    const letter = piece.charAt(i);
    const here = text.charAt(unit);
    if (letter === here || (letter === METASPACE && here === ' ')) unit += 1;
    else if (letter !== METASPACE || i > 0) return null;
  }
  return unit - at;
}

function take(mapped: MappedText, cursor: Cursor, width: number): Span {
  const span = sourceSpan(mapped, cursor.unit, cursor.unit + width);
  cursor.unit += width;
  return span;
}

function spacesAt(text: string, at: number): number {
  return /^\s*/u.exec(text.slice(at, at + RESYNC_WINDOW))?.[0].length ?? 0;
}

function characterLength(text: string, at: number): number {
  if (at >= text.length) return 0;
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
