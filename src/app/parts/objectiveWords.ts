import type { EffectSummary, Objective } from '../../core/effect/effect.ts';

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
