import type { ModelRun } from '../../../core/run.ts';
import type { CostAction } from '../actions.ts';
import { sameHeads } from '../costs.ts';
import type { Costs } from '../costs.ts';

/** What it costs that layers of `run`, the one on screen, have one head; an answer to an older question than the newest falls through. */
export function reduceCosts(costs: Costs, action: CostAction, run: ModelRun | null): Costs {
  if (action.type === 'costWanted') return { ...costs, wantedId: action.costId, isPending: true, error: null };
  if (action.costId !== costs.wantedId) return costs;
  if (action.type === 'cost-failed') return { ...costs, isPending: false, error: action.error };
  if (run === null) return costs;
  const { ablation, effect, words, isLast } = action;
  // Of another run nothing is kept but what stands in its place until it is measured anew.
  const others = costs.found.filter((one) => !sameHeads(one.ablation, ablation) && !(isLast && one.run !== run));
  return { ...costs, isPending: !isLast, found: [...others, { ablation, effect, words, run }] };
}
