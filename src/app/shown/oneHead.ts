import type { Ablation } from '../../core/ablation/ablation.ts';
import { canonicalKind } from '../../core/ablation/turning.ts';
import { stackKinds, stackOf } from '../../core/stack.ts';
import type { ModelRun } from '../../core/run.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { AppState } from '../state/appState.ts';
import type { Cost } from '../state/costs.ts';
import { sameHeads } from '../state/costs.ts';

/** The layers of the stack on screen that are drawn as one head. */
export function foldedLayers({ run, view }: Pick<AppState, 'run' | 'view'>): readonly number[] {
  if (view.oneHead.length === 0 || run === null) return view.oneHead;
  const nLayers = stackOf(run, view.stack)?.tensor.nLayers ?? 0;
  // The same list as long as it is whole, so that nothing is drawn anew.
  return view.oneHead.every((layer) => layer < nLayers)
    ? view.oneHead
    : view.oneHead.filter((layer) => layer < nLayers);
}

/** Each of these layers alone, and all of them together. */
export function foldedSets(state: Pick<AppState, 'run' | 'view'>): readonly (readonly number[])[] {
  const layers = foldedLayers(state);
  return [...layers.map((layer) => [layer]), ...(layers.length > 1 ? [layers] : [])];
}

/** All heads of some layers of the stack on screen looking where those of their layer look on average. */
export function sharing(run: ModelRun, stack: AttentionKind | null, layers: readonly number[]): Ablation {
  const tensor = stackOf(run, stack)?.tensor;
  const kind = canonicalKind(tensor?.kind ?? null, stackKinds(run));
  const heads = layers.flatMap((layer) =>
    Array.from({ length: tensor?.nHeads ?? 0 }, (_, head) => ({ kind, layer, head, keep: 0 })),
  );
  return { mode: 'shared', heads };
}

/** Whether the model on screen can be made to use one pattern in a layer. */
export function canShare({ model }: Pick<AppState, 'model'>): boolean {
  return model.status === 'ready' && model.ablation?.modes.includes('shared') === true;
}

/** What is to be measured. */
export function wantedCosts(state: AppState): readonly Ablation[] {
  const { run, view } = state;
  if (run === null || !canShare(state)) return [];
  return foldedSets(state).map((layers) => sharing(run, view.stack, layers));
}

/** What was last measured of some layers; null before. */
export function costOf({ run, view, costs }: AppState, layers: readonly number[]): Cost | null {
  if (run === null) return null;
  const wanted = sharing(run, view.stack, layers);
  return costs.found.find(({ ablation }) => sameHeads(ablation, wanted)) ?? null;
}
