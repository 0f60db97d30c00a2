import { AppError } from '../../core/errors.ts';
import type { Cut } from '../../core/run.ts';
import type { Token } from '../../core/tokens.ts';
import type { Slot } from './template.ts';
import { longestFirst } from './truncate.ts';

/** A token of one text before the template is put around it. */
export type SequenceToken = {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  readonly special: boolean;
};

type Pairwise<T> = readonly [T, T];
type Wording = (id: number) => { readonly piece: string; readonly text: string };
type Arranged = { readonly tokens: readonly Token[]; readonly typeIds: readonly number[]; readonly cut: Cut | null };

/**
 * Puts the template around the tokens of a text and its pair and cuts them to fit.
 * A special token of the template stands, without width, where its text begins or ends; after a cut, at the cut.
 * Throws AppError 'tokenizer-failed' if maxTokens is smaller than the template alone.
 */
export function arrange(
  template: readonly Slot[],
  texts: Pairwise<string>,
  sequences: Pairwise<readonly SequenceToken[]>,
  maxTokens: number,
  wording: Wording,
): Arranged {
  const nSpecial = template.filter((slot) => slot.kind === 'special').length;
  if (maxTokens < nSpecial) {
    const words = `the model takes ${maxTokens} tokens at most, fewer than the ${nSpecial} special tokens around a text`;
    throw new AppError('tokenizer-failed', words);
  }
  const kept = longestFirst(sequences[0].length, sequences[1].length, maxTokens - nSpecial);
  const ends = [placeOfEnd(texts[0], sequences[0], kept[0]), placeOfEnd(texts[1], sequences[1], kept[1])] as const;
  const tokens: Token[] = [];
  const typeIds: number[] = [];
  const push = (token: SequenceToken, segment: 0 | 1, typeId: number) => {
    tokens.push({ position: tokens.length, ...wording(token.id), ...token, segment });
    typeIds.push(typeId);
  };
  let segment: 0 | 1 = 0;
  let place = 0;
  for (const slot of template) {
    if (slot.kind === 'special') {
      push({ id: slot.id, start: place, end: place, special: true }, segment, slot.typeId);
      continue;
    }
    segment = slot.segment;
    for (const token of sequences[segment].slice(0, kept[segment])) push(token, segment, slot.typeId);
    place = ends[segment];
  }
  const nTokensWanted = nSpecial + sequences[0].length + sequences[1].length;
  if (nTokensWanted === tokens.length) return { tokens, typeIds, cut: null };
  const cutSegment = kept[0] < sequences[0].length ? 0 : 1;
  return { tokens, typeIds, cut: { nTokensWanted, segment: cutSegment, offset: ends[cutSegment] } };
}

/** Where a text ends: its length, or, cut after `nKept` tokens, the first character that no kept token stands for. */
function placeOfEnd(text: string, tokens: readonly SequenceToken[], nKept: number): number {
  const dropped = tokens[nKept];
  return dropped === undefined ? text.length : Math.max(dropped.start, tokens[nKept - 1]?.end ?? 0);
}
