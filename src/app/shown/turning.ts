import type { Ablation, TurnedHead } from '../../core/ablation/ablation.ts';
import { canonicalKind, toggleHead, turnLayer, keepOf } from '../../core/ablation/turning.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { stackKinds, stackOf } from '../../core/stack.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { Notice } from '../../inference/protocol.ts';
import type { AppState } from '../state/appState.ts';
import type { View } from '../state/view.ts';
import { dispatch, store } from '../state/store.ts';
import { isRecording } from './shown.ts';

/** What the view switches off, as one value. */
export function ablationOf({ mode, ablation }: Pick<View, 'mode' | 'ablation'>): Ablation {
  return { mode, heads: ablation };
}

/** How the stack on screen is named in an ablation: null for the first of the model. */
export function kindOnScreen({ run, view }: Pick<AppState, 'run' | 'view'>): AttentionKind | null {
  if (run === null) return null;
  return canonicalKind(stackOf(run, view.stack)?.tensor.kind ?? null, stackKinds(run));
}

/** The part that is kept of each turned-down head of one stack, by `L3H7`; a head that is left as it is is missing. */
export function turnedNames(heads: Ablation['heads'], kind: AttentionKind | null): ReadonlyMap<string, number> {
  return new Map(heads.filter((one) => one.kind === kind).map((one) => [formatHead(one), one.keep]));
}

/** True where the model on screen can have heads switched off. */
export function canAblate({ model }: Pick<AppState, 'model'>): boolean {
  return model.status === 'ready' && model.ablation !== null && model.ablation.modes.length > 0;
}

/** Switches heads off in the view, or says what else is to be. */
export function ablate({ heads }: Ablation): void {
  turnTo({ ablation: heads });
}

/** The same in a way of its own, whatever the view's is. */
export function ablateAs({ heads, mode }: Ablation): void {
  turnTo({ ablation: heads, mode });
}

/** A recording stays as it is, and the page says why. */
function turnTo(change: Pick<View, 'ablation'> | Pick<View, 'ablation' | 'mode'>): void {
  if (isRecording(store.getState())) dispatch({ type: 'noticeRaised', notice: NO_MODEL });
  else dispatch({ type: 'viewChanged', change });
}

const NO_MODEL: Notice = {
  code: 'recording-warning',
  detail: 'No model runs behind it, so no head can be switched off or on. What the file holds is shown.',
};

/** Switches a head of the stack on screen off, or back on if it is turned down at all. */
export function toggleOnScreen(head: HeadRef): void {
  const state = store.getState();
  if (canAblate(state) || isRecording(state)) ablate(toggleHead(ablationOf(state.view), kindOnScreen(state), head));
}

/** Switches a layer of the stack on screen off, or back on if all of it is off. */
export function toggleLayerOnScreen(layer: number): void {
  const state = store.getState();
  const nHeads = state.run === null ? 0 : (stackOf(state.run, state.view.stack)?.tensor.nHeads ?? 0);
  if (!canAblate(state) || nHeads === 0) return;
  const ablation = ablationOf(state.view);
  const kind = kindOnScreen(state);
  const isOff = Array.from({ length: nHeads }, (_, head) => keepOf(ablation, kind, { layer, head })).every(
    (keep) => keep === 0,
  );
  ablate(turnLayer(ablation, kind, layer, nHeads, isOff ? 1 : 0));
}

/** Pins a head of a list of turned-down ones. */
export function pinTurned({ layer, head }: TurnedHead): void {
  dispatch({ type: 'headPinned', head: { layer, head } });
}
