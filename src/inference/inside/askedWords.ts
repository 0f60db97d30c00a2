import type { AskedWord } from '../../core/inside/questions.ts';
import type { ModelTokenizer } from '../tokenizer/tokenizer.ts';

/** More tokens than any word has, with room for the special ones around it. */
const MOST_TOKENS = 128;

type Piece = AskedWord['tokens'][number];

/**
 * Words that were typed as tokens of a vocabulary of `nVocab`, each as it stands in a text: behind a space where that takes fewer tokens than the
 * bare word; of equals behind a space if it begins with a letter or a digit. Without a tokenizer a word is a token's number.
 * A word whose first token the scores do not speak of has none.
 */
export function askedWords(
  tokenizer: ModelTokenizer | null,
  words: readonly string[],
  nVocab: number,
): readonly AskedWord[] {
  return words.map((word) => {
    const tokens = tokenizer === null ? numbered(word) : shortest(tokenizer, word);
    const [first] = tokens;
    return { word, tokens: first !== undefined && first.id < nVocab ? tokens : [] };
  });
}

function numbered(word: string): readonly Piece[] {
  return /^\d{1,9}$/.test(word) ? [{ id: Number(word), text: `#${Number(word)}` }] : [];
}

function shortest(tokenizer: ModelTokenizer, word: string): readonly Piece[] {
  const [bare, behindSpace] = [tokensOf(tokenizer, word), tokensOf(tokenizer, ` ${word}`)];
  const isBare = /^[\p{L}\p{N}]/u.test(word) ? bare.length < behindSpace.length : bare.length <= behindSpace.length;
  return isBare ? bare : behindSpace;
}

/** Tokens of a text without those that the model puts around it. */
function tokensOf(tokenizer: ModelTokenizer, text: string): readonly Piece[] {
  const { tokens } = tokenizer.encode(text, null, MOST_TOKENS);
  return tokens
    .filter(({ special, start, end }) => !special || end > start)
    .map(({ id }) => ({ id, text: tokenizer.pieceText(id) }));
}
