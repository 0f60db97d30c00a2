import type { Token } from '../tokens.ts';

/** Letters and digits, with an apostrophe inside: "don't" is one word. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*/gu;

/** The different words of a typed list, in small letters, however they are separated. */
export function wordsOf(typed: string): readonly string[] {
  return [...new Set([...typed.matchAll(WORD)].map(([word]) => plain(word)))];
}

/** How many of these words stand in a text, each as often as it stands there; only whole words count, in small or capital letters. */
export function countListed(text: string, words: ReadonlySet<string>): number {
  return [...text.matchAll(WORD)].filter(([word]) => words.has(plain(word))).length;
}

/** Which tokens are part of which word of their text. All arrays have shape [token]. */
type WordPlaces = {
  /** Number of the word that the token is part of; -1 for punctuation and special tokens. */
  readonly word: Int32Array;
  /** 1 for each token of a listed word, all its pieces. */
  readonly isListed: Uint8Array;
};

/** Finds the words of a text, and the listed ones, among its tokens: a token belongs to the word that it shares most characters with. */
export function placeWords(tokens: readonly Token[], text: string, words: ReadonlySet<string>): WordPlaces {
  const word = new Int32Array(tokens.length).fill(-1);
  const isListed = new Uint8Array(tokens.length);
  const found = [...text.matchAll(WORD)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    isListed: words.has(plain(match[0])),
  }));
  let from = 0;
  for (const [place, token] of tokens.entries()) {
    if (token.special || token.segment !== 0) continue;
    while (from < found.length && found[from]!.end <= token.start) from++;
    let most = 0;
    for (let at = from; at < found.length && found[at]!.start < token.end; at++) {
      const shared = Math.min(token.end, found[at]!.end) - Math.max(token.start, found[at]!.start);
      if (shared <= most) continue;
      most = shared;
      word[place] = at;
      isListed[place] = found[at]!.isListed ? 1 : 0;
    }
  }
  return { word, isListed };
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll('’', "'");
}
