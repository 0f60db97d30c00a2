import { sourceSpan } from './mappedText.ts';
import type { Aligner, Span } from './mappedText.ts';

// What BertPreTokenizer cuts at: every ASCII sign counts as punctuation, "$" and "+" too.
const PUNCTUATION = String.raw`\p{P}\u0021-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007e`;
const PRE_TOKEN = new RegExp(String.raw`[^\s${PUNCTUATION}]+|[${PUNCTUATION}]`, 'uy');
const SPACES = /\s*/uy;

/** What the pieces of a WordPiece vocabulary look like. */
type WordPieceMarks = { readonly continuation: string; readonly unknown: string | null };

/**
 * Aligner of WordPiece pieces over the normalised text: pieces follow each other with only spaces between words.
 * An unknown token stands for one pre-token, a word or a sign, because WordPiece gives up on whole words. A piece that
 * is not found where it should be gets no width.
 */
export function wordPieceAligner(marks: WordPieceMarks): Aligner {
  return (pieces, mapped) => {
    let at = 0;
    return pieces.map((piece): Span => {
      const isContinuation = at > 0 && piece.startsWith(marks.continuation) && piece !== marks.continuation;
      const from = isContinuation ? at : at + matchLength(SPACES, mapped.text, at);
      const letters = isContinuation ? piece.slice(marks.continuation.length) : piece;
      const width =
        piece === marks.unknown
          ? matchLength(PRE_TOKEN, mapped.text, from)
          : mapped.text.startsWith(letters, from)
            ? letters.length
            : 0;
      if (width > 0) at = from + width;
      return sourceSpan(mapped, width > 0 ? from : at, at);
    });
  };
}

function matchLength(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
