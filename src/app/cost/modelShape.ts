import type { AttentionShape } from '../../core/cost/attentionCost.ts';
import type { ModelCard } from '../../core/card.ts';
import type { ModelInfo } from '../../core/run.ts';

/** The sizes of a model's attention, and in words what was assumed of them because nothing tells. */
export type ModelShape = { readonly shape: AttentionShape; readonly words: string };

/** Where a model has no limit of its own, so many tokens. */
const MOST_TOKENS = 131_072;

/** The sizes that a model tells, its first stack if it has several; null where even the width of its stream is unknown. */
export function modelShape(
  { nLayers, nHeads, dModel, maxTokens }: ModelInfo,
  { dHead }: Pick<ModelCard, 'dHead'>,
): ModelShape | null {
  if (dModel === null || nHeads === 0 || nLayers === 0) return null;
  const divided = dModel / nHeads;
  const dK = dHead ?? divided;
  if (!Number.isInteger(dK)) return null;
  const width = dK === divided ? `d_k = d / h = ${dK}, ` : '';
  const told = dK === divided ? '' : `, d_k ${dK}`;
  return {
    shape: {
      d: dModel,
      nHeads,
      nKeyHeads: nHeads,
      dK,
      nTokens: Math.min(maxTokens, MOST_TOKENS),
      nLayers,
      hasBiases: true,
      bytes: 4,
    },
    words: `Told by the model: ${nLayers} layers, ${nHeads} heads, d ${dModel}${told}. Assumed, since nothing tells: ${width}keys and values not shared, biases. Change below what is otherwise.`,
  };
}
