import type { Token } from '../../core/tokens.ts';

/** A token of the text that was chosen to be asked about, in the vocabulary of its model. */
export type ChosenToken = { readonly id: number; readonly modelId: string };

/** The id that is still asked about: of another vocabulary it would be another word, and what is not in the text is no choice. */
export function askedToken(
  chosen: ChosenToken | null,
  modelId: string,
  tokens: readonly Pick<Token, 'id'>[],
): number | null {
  if (chosen === null || chosen.modelId !== modelId) return null;
  return tokens.some(({ id }) => id === chosen.id) ? chosen.id : null;
}
