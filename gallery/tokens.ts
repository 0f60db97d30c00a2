import type { Token } from '../src/core/tokens.ts';
import { PERIOD } from './patterns.ts';

/** Tokens of the given texts; those in brackets are special. */
export function tokensOf(texts: readonly string[]): readonly Token[] {
  let start = 0;
  return texts.map((text, position) => {
    const special = /^(\[\w+\]|<\|\w+\|>)$/.test(text);
    const token = {
      position,
      id: 100 + texts.indexOf(text),
      piece: text,
      text,
      start,
      end: start,
      special,
      segment: 0,
    } as const;
    if (special) return token;
    start += text.length;
    return { ...token, end: start };
  });
}

const WORDS = [' the', ' lamp', ' by', ' our', ' harbour', ' was', ' lit', ' again', '.'];

/** Prose of any length whose words come back after PERIOD positions, as the synthetic heads expect; in two segments if asked. */
export function makeTokens(nTokens: number, hasSegments = false): readonly Token[] {
  const tokens = tokensOf(Array.from({ length: nTokens }, (_, i) => WORDS[i % PERIOD] ?? ' the'));
  return hasSegments ? tokens.map((token, i) => ({ ...token, segment: i < nTokens / 2 ? 0 : 1 })) : tokens;
}

/** What makes a line of tokens hard to draw. */
export const HARD_TOKENS = tokensOf([
  '[CLS]',
  'Hello',
  '!',
  ' 👩‍👩‍👧',
  ' 👍🏽',
  ' שלום',
  ' עולם',
  ' مرحبا',
  ' अन्तर',
  ' 漢字',
  '\n',
  '\n\n',
  '\t',
  ' ',
  '   ',
  ' un',
  'believ',
  'able',
  '<E2>',
  ' supercalifragilistic',
  ' =>',
  ' !=',
  ' e\u0301',
  '[MASK]',
  '[SEP]',
]);
