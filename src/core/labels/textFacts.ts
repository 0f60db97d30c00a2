import type { Token } from '../tokens.ts';
import { isMaskToken } from '../tokens.ts';
import { isPatch } from '../tokenText.ts';

/** What a label needs to know of one token; `piece` is compared without case and word-boundary marks, `identity` exactly. */
export type TokenFacts = {
  readonly piece: string;
  readonly identity: string | number;
  readonly isSpecial: boolean;
  readonly segment: number;
  readonly isPadding: boolean;
};

/** Everything about a sequence that labels ask for. All arrays have shape [token]; flags are 0 or 1. */
export type TextFacts = {
  /** Length of the sequence, padding included: the side of every pattern. */
  readonly nTokens: number;
  /** Length without padding. */
  readonly nReal: number;
  readonly isCausal: boolean;
  readonly padding: Uint8Array;
  /** [CLS], [SEP], <|endoftext|>, ...; never a mask to be filled. */
  readonly special: Uint8Array;
  /** Where heads rest: special tokens and, in a causal model, position 0 whatever stands there. */
  readonly sink: Uint8Array;
  /** Neither sink nor padding: the queries on which labels are scored. */
  readonly content: Uint8Array;
  readonly punctuation: Uint8Array;
  readonly segments: Int32Array;
  /** Equal numbers for equal words, case and word-boundary marks aside. */
  readonly words: Int32Array;
  /** Equal numbers for exactly equal tokens. */
  readonly identities: Int32Array;
  /** What the tokens read, for words about them. */
  readonly pieces: readonly string[];
};

/** A piece without its word-boundary mark (Ġ, ▁, ##), surrounding space and case: "ĠThe" -> "the". */
function normalisePiece(piece: string): string {
  return piece
    .replace(/^##/, '')
    .replace(/^[Ġ▁ ]+/, '')
    .trim()
    .toLowerCase();
}

/** True if a piece is nothing but punctuation in any script, or ASCII signs such as "$" and "~"; emoji are words. */
function isPunctuation(piece: string): boolean {
  return /^(?:\p{P}|[$+<=>^`|~])+$/u.test(normalisePiece(piece));
}

/** Collects the facts of a sequence once, so that no head has to look at strings. */
export function describeText(tokens: readonly TokenFacts[], isCausal: boolean): TextFacts {
  const padding = flags(tokens, (token) => token.isPadding);
  const sink = flags(tokens, (token, place) => !token.isPadding && (token.isSpecial || (isCausal && place === 0)));
  return {
    nTokens: tokens.length,
    nReal: tokens.filter((token) => !token.isPadding).length,
    isCausal,
    padding,
    special: flags(tokens, (token) => token.isSpecial && !token.isPadding),
    sink,
    content: flags(tokens, (token, place) => !token.isPadding && sink[place] === 0),
    punctuation: flags(tokens, (token) => !token.isSpecial && !token.isPadding && isPunctuation(token.piece)),
    segments: Int32Array.from(tokens, (token) => token.segment),
    words: numbered(tokens.map((token) => normalisePiece(token.piece))),
    identities: numbered(tokens.map((token) => token.identity)),
    pieces: tokens.map((token) => token.piece),
  };
}

/**
 * What labels know of a token of a run.
 * Takes the readable text rather than the vocabulary's piece: in byte-level vocabularies the piece of "’" or "é" is a row
 * of stand-in letters, which is no punctuation and must not be lower-cased.
 */
export function factsOf(token: Token): TokenFacts {
  return {
    piece: token.text,
    // In a text all patches of a picture have the id that stands for it.
    identity: isPatch(token) ? token.text : token.id,
    isSpecial: token.special && !isMaskToken(token),
    segment: token.segment,
    isPadding: false,
  };
}

function flags(tokens: readonly TokenFacts[], holds: (token: TokenFacts, place: number) => boolean): Uint8Array {
  return Uint8Array.from(tokens, (token, place) => (holds(token, place) ? 1 : 0));
}

function numbered(values: readonly (string | number)[]): Int32Array {
  const numbers = new Map<string | number, number>();
  return Int32Array.from(values, (value) => {
    const known = numbers.get(value) ?? numbers.size;
    numbers.set(value, known);
    return known;
  });
}
