import { AppError } from '../../core/errors.ts';
import { applyPatch } from './patch.ts';
import type { GraphFacts } from './types.ts';

/**
 * Makes the probabilities of every attention a float32 output of the model; `outputs[i]` is the one of `sites[i]`.
 * Its weights stay as they are, external ones too; fused operators and branches are rewritten so that their
 * probabilities can leave them, everything else is appended. Outputs that exist are not added again.
 * Facts that were read for masks add their inputs and the outputs of heads.
 * All this is written into the memory of `model`, which then is no model of its own any more, if that was read into a
 * buffer with spare room and what is written fits; else the model is copied.
 * Throws AppError 'no-attention' if there are no sites.
 */
export function exposeAttention(
  model: Uint8Array,
  facts: GraphFacts,
): { readonly model: Uint8Array; readonly outputs: readonly string[] } {
  if (facts.sites.length === 0) throw new AppError('no-attention', whyNone(facts));
  return { model: applyPatch(model, facts.patch), outputs: facts.sites.map((site) => site.output.name) };
}

function whyNone({ notAttention, otherMixers }: GraphFacts): string {
  const reasons = [
    ...notAttention.map(({ nodeName, why }) => `${nodeName}: ${why}`),
    ...otherMixers.map(({ nodeName, what }) => `${nodeName}: ${what}`),
  ];
  const more = reasons.length - 3;
  if (reasons.length === 0) return 'the graph has no softmax at all';
  return more > 0 ? `${reasons.slice(0, 3).join('; ')}; and ${more} more` : reasons.join('; ');
}
