import type { AttentionShape } from './attentionCost.ts';

/** Layers that are worked out on the page beside the model that is there. Source: the papers and configurations of these models. */
export const WORKED_SHAPES = {
  textbook: shape({ d: 512, nHeads: 8, nKeyHeads: 8, dK: 64, nTokens: 512, nLayers: 1, hasBiases: false, bytes: 4 }),
  gpt2: shape({ d: 768, nHeads: 12, nKeyHeads: 12, dK: 64, nTokens: 1024, nLayers: 12, hasBiases: true, bytes: 4 }),
  llama3: shape({ d: 4096, nHeads: 32, nKeyHeads: 8, dK: 128, nTokens: 8192, nLayers: 32, hasBiases: false, bytes: 2 }),
} as const;

export type WorkedName = keyof typeof WORKED_SHAPES;

function shape(sizes: AttentionShape): AttentionShape {
  return sizes;
}
