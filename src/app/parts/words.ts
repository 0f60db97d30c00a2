import type { AblationMode } from '../../core/ablation/ablation.ts';
import type { EffectSummary, Objective } from '../../core/effect/effect.ts';

/** The modes by name, and in one sentence what stands in for what is taken away and what is lost by it. */
export const MODE_WORDS: Readonly<Record<AblationMode, { readonly name: string; readonly says: string }>> = {
  mean: {
    name: 'mean',
    says: 'Its mean output over reference sentences stands in. Lost is what it makes of this text; what it adds to any text stays.',
  },
  zero: {
    name: 'zero',
    says: 'Nothing stands in: the head adds nothing to the residual stream. Lost is also what it adds to any text, which the layers after it may count on.',
  },
  flat: {
    name: 'flat',
    says: 'It looks evenly at all keys it may look at. Lost is its choice of where to look.',
  },
  ideal: {
    name: 'ideal',
    says: 'It looks exactly where its label says. Lost is what the label does not tell.',
  },
  shared: {
    name: 'shared',
    says: 'It looks where the heads of its layer look on average. Lost is what sets it apart from them.',
  },
};

export const MODES: readonly AblationMode[] = ['mean', 'zero', 'flat', 'ideal', 'shared'];

/** What the pictures are of with heads switched off, and what of the model as it is stays beside them. Evidence is not drawn. */
export const PICTURE_WORDS = {
  after: { says: 'Patterns with heads switched off', rest: '; the labels are those of the model as it is' },
  difference: {
    says: 'How patterns change with heads switched off',
    rest: '; the labels are those of the model as it is',
  },
} as const;

/** What a loss is a mean over. */
export const PER_WORDS: Readonly<Record<Objective, string>> = {
  'next-token': 'a token',
  'masked-token': 'a token',
  class: 'a picture',
  output: '',
};

/** Whether the model was scored on tokens, or only its vectors compared. */
export function hasLoss({ nScored, lossBefore, lossAfter }: EffectSummary): boolean {
  return nScored > 0 && Number.isFinite(lossBefore) && Number.isFinite(lossAfter);
}

/** Id of the element that reads out what the heads make of the asked word. */
export const READING_ID = 'asked-word-reading';
