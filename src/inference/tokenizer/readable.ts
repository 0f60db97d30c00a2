import { METASPACE } from './align/unigram.ts';
import { withoutSuffix } from './align/byteLevel.ts';
import { bytesOfPiece, readableBytes } from '../../core/byteAlphabet.ts';
import { fallbackByte } from './bytes.ts';
import type { PieceStyle, TokenizerFile } from './tokenizerFile.ts';

/**
 * A function from token id to readable text: "Ġboy" -> " boy", "##ing" -> "ing", "▁the" -> " the"; bytes that are no
 * whole character as "<E2>". Added tokens keep their name. Never markup.
 * An id that the vocabulary does not have (padded output layers do) reads "<no piece 50300>".
 */
export function makePieceText(file: TokenizerFile): (id: number) => string {
  const names = new Map(file.added.map((token) => [token.id, token.content]));
  const known = new Map<number, string>();
  return (id) => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const piece = file.pieces[id];
    const text = names.get(id) ?? (piece === undefined ? `<no piece ${id}>` : READERS[file.style](piece, file));
    known.set(id, text);
    return text;
  };
}

const READERS: Readonly<Record<PieceStyle, (piece: string, file: TokenizerFile) => string>> = {
  byteLevel: (piece, { endOfWord }) => {
    const bytes = bytesOfPiece(withoutSuffix(piece, endOfWord));
    return bytes === null ? piece : readableBytes(bytes);
  },
  wordPiece: (piece, { continuation }) =>
    piece.startsWith(continuation) && piece !== continuation ? piece.slice(continuation.length) : piece,
  metaspace: (piece) => {
    const byte = fallbackByte(piece);
    return byte === null ? piece.replaceAll(METASPACE, ' ') : readableBytes([byte]);
  },
};
