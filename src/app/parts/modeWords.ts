import type { AblationMode } from '../../core/ablation/ablation.ts';

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
