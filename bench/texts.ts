import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createTokenizer } from '../src/inference/tokenizer/tokenizer.ts';

const WORDS =
  'The keeper of the light went up the stairs with a lamp in his hand and a letter in his pocket, for the night was ' +
  'dark and the ships were out. He had read the letter twice and did not believe a word of it, but the sea was high ' +
  'and there was nobody else to ask.';

/**
 * A text that ends in a space and has `nTokens` tokens of bookworm-gpt once the letter "a" has been typed after it.
 * Throws RangeError if prose does not come to that length.
 */
export function textBefore(nTokens: number): string {
  const words = Array.from({ length: 8 }, () => WORDS.split(' ')).flat();
  let text = '';
  for (const word of words) {
    text += `${word} `;
    const found = count(`${text}a`);
    if (found === nTokens) return text;
    // A word of several pieces may step over the length; a point is one token nearly everywhere.
    if (found > nTokens) text = text.slice(0, -word.length - 1);
  }
  for (let tries = 0; tries < nTokens && count(`${text}a`) < nTokens; tries++) text += '. ';
  if (count(`${text}a`) !== nTokens) throw new RangeError(`no text of ${nTokens} tokens`);
  return text;
}

const tokenizer = createTokenizer(readJson('tokenizer.json'), readJson('tokenizer_config.json'));

function count(text: string): number {
  return tokenizer.encode(text, null, 10_000).tokens.length;
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(resolve(import.meta.dirname, '../models/bookworm-gpt', name), 'utf8'));
}
