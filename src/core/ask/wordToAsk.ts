import { isMaskToken } from '../tokens.ts';
import type { Token } from '../tokens.ts';
import { beginsWord } from '../tokenText.ts';

/** Pronouns that stand for something said before. */
const PRONOUNS = setOf('he she it they him her them his hers its their theirs himself herself itself themselves');
/** Verbs in the form that their subject asks for. */
const VERBS = setOf('is are was were has have had does do did says said goes went comes came seems seemed');
/** Words that come again in any text. */
const SMALL = setOf(
  'a an the this that these those and or but nor so of to in on at by for from with as if than then not no be been i you we my your our me us do did is are was were has have had he she it they him her them his its their',
);

/** Words that must stand before a pronoun, so that it can go back to something. */
const BEFORE_PRONOUN = 2;
/** Words between the beginning of the text and a verb whose subject may be far. */
const BEFORE_VERB = 5;

/**
 * The token worth asking about at first, as its position: a mask to be filled; else the first pronoun that has words before
 * it; else the last word that comes again; else the first verb far into its sentence; else the last word. Of a word of several
 * tokens it is the last. Null where there are fewer than two tokens to speak of.
 */
export function wordToAsk(tokens: readonly Token[]): number | null {
  const mask = tokens.find(isMaskToken);
  if (mask !== undefined) return mask.position;
  const words = wordsOf(tokens);
  const nTokens = words.reduce((sum, word) => sum + word.nTokens, 0);
  if (nTokens < 2) return null;
  const pronoun = words.find(({ text }, at) => at >= BEFORE_PRONOUN && PRONOUNS.has(text));
  const again = words.findLast(
    ({ text }, at) => !SMALL.has(text) && words.slice(0, at).some((other) => other.text === text),
  );
  const verb = words.find(({ text }, at) => at >= BEFORE_VERB && VERBS.has(text));
  return (pronoun ?? again ?? verb ?? words.at(-1))?.last ?? null;
}

type Word = { readonly text: string; readonly nTokens: number; readonly last: number };

/** The words of a text, marks and special tokens aside, each with the position of its last token. */
function wordsOf(tokens: readonly Token[]): readonly Word[] {
  const words: Word[] = [];
  let isOpen = false;
  for (const [index, token] of tokens.entries()) {
    const piece = token.text.trim().toLowerCase();
    if (token.special || !/[\p{L}\p{N}]/u.test(piece)) {
      isOpen = false;
      continue;
    }
    const before = words.at(-1);
    if (isOpen && before !== undefined && !beginsWord(token, tokens[index - 1])) {
      words[words.length - 1] = { text: before.text + piece, nTokens: before.nTokens + 1, last: token.position };
    } else words.push({ text: piece, nTokens: 1, last: token.position });
    isOpen = true;
  }
  return words;
}

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
