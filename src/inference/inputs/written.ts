import { joinedText } from '../../core/byteAlphabet.ts';
import type { Token } from '../../core/tokens.ts';
import type { Encoding, ModelTokenizer } from '../tokenizer/tokenizer.ts';

/** A text with the tokens that a model wrote on behind it, which are those that it wrote: they are not read anew from letters. */
type Written = { readonly encoding: Encoding; readonly text: string };

/** What is typed, as far as it fits, and what was written on behind it; places of the latter count in the `text` that comes of both. */
export function writtenOn(
  tokenizer: Pick<ModelTokenizer, 'pieceText'> | null,
  encoding: Encoding,
  typed: string,
  written: readonly number[],
  maxTokens: number,
): Written {
  if (written.length === 0 || encoding.cut !== null) return { encoding, text: typed };
  const nTyped = encoding.tokens.length;
  const fitting = written.slice(0, Math.max(0, maxTokens - nTyped));
  const pieces = fitting.map((id) => tokenizer?.pieceText(id) ?? String(id));
  const { added, ends } = tokenizer === null ? idsBehind(typed, pieces) : piecesBehind(typed, pieces);
  const segment = encoding.tokens.at(-1)?.segment ?? 0;
  const tokens = fitting.map((id, index): Token => {
    const piece = pieces[index] ?? '';
    const { start, end } = ends[index] ?? NOWHERE;
    return {
      position: nTyped + index,
      id,
      piece,
      text: piece,
      start: typed.length + start,
      end: typed.length + end,
      special: false,
      segment,
      isWritten: true,
    };
  });
  const text = typed + added;
  const nTokensWanted = nTyped + written.length;
  return {
    encoding: {
      tokens: [...encoding.tokens, ...tokens],
      typeIds: [...encoding.typeIds, ...tokens.map(() => 0)],
      cut: nTokensWanted > maxTokens ? { nTokensWanted, segment, offset: text.length } : null,
    },
    text,
  };
}

/** Where a piece stands in what is added to a text. */
type Place = { readonly start: number; readonly end: number };
const NOWHERE: Place = { start: 0, end: 0 };

type Behind = { readonly added: string; readonly ends: readonly Place[] };

/** Pieces as they join; the space before the first word of a text belongs to no text. */
function piecesBehind(typed: string, [first = '', ...others]: readonly string[]): Behind {
  const pieces = [typed === '' ? first.replace(/^ /, '') : first, ...others];
  const ends = endsOf(pieces);
  return {
    added: joinedText(pieces),
    ends: pieces.map((_, index) => ({ start: ends[index - 1]?.last ?? 0, end: ends[index]?.next ?? 0 })),
  };
}

/** Ids, a space before each but the first of all. */
function idsBehind(typed: string, pieces: readonly string[]): Behind {
  let added = '';
  const ends = pieces.map((piece): Place => {
    const start = added.length;
    added += typed + added === '' ? piece : ` ${piece}`;
    return { start, end: added.length };
  });
  return { added, ends };
}

/**
 * Where each piece ends in the text of all. Of a character that is spread over several pieces each stands for all of it: it ends
 * with the `next` place where a whole character does, and what begins behind it begins at the `last` such place.
 */
function endsOf(pieces: readonly string[]): readonly { readonly last: number; readonly next: number }[] {
  const whole = joinedText(pieces);
  const own = pieces.map((_, index) => {
    const text = joinedText(pieces.slice(0, index + 1));
    return whole.startsWith(text) ? text.length : null;
  });
  let last = 0;
  return own.map((end, index) => {
    last = end ?? last;
    return { last, next: own.slice(index).find((other) => other !== null) ?? whole.length };
  });
}
