import type { AttentionShape } from './attentionCost.ts';
import type { HeadlessShape } from './headCounts.ts';
import type { WorkedName } from './workedShapes.ts';

/** What a comparison can begin with: the model that is there, or a layer that is worked out. */
export const COST_BASES = ['model', 'textbook', 'gpt2', 'llama3'] as const satisfies readonly ('model' | WorkedName)[];

/** What a comparison of numbers of heads is set to. */
export type CostSetup = {
  readonly base: (typeof COST_BASES)[number];
  readonly fixed: HeadlessShape;
  /** The number of heads that is looked at. */
  readonly nHeads: number;
};

/** The comparison that a shape begins: at the width of its heads together. */
export function setupOf(base: CostSetup['base'], shape: AttentionShape): CostSetup {
  const { nHeads, nKeyHeads, dK, ...rest } = shape;
  return { base, nHeads, fixed: { ...rest, kept: 'together', width: nHeads * dK, dK, sharing: nHeads / nKeyHeads } };
}
