import type { TokenIds } from '../runtime/feeds.ts';
import type { ModelTokenizer } from '../tokenizer/tokenizer.ts';

/** A sequence with some of its positions masked. */
export function hideTokens(tokens: TokenIds, positions: readonly number[], maskId: number): TokenIds {
  return { ...tokens, ids: tokens.ids.map((id, position) => (positions.includes(position) ? maskId : id)) };
}

/** Room for the special tokens that a tokenizer puts around a text. */
const MAX_TOKENS = 64;

/** The id of the token that hides a word, or null where the model has none. */
export function maskIdOf(tokenizer: ModelTokenizer | null): number | null {
  const name = tokenizer?.maskToken ?? null;
  if (tokenizer === null || name === null) return null;
  const { tokens } = tokenizer.encode(name, null, MAX_TOKENS);
  return tokens.find(({ piece }) => piece === name)?.id ?? null;
}
