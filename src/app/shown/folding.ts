import { stackOf } from '../../core/stack.ts';
import { dispatch, store } from '../state/store.ts';
import { risingLayers } from '../state/fields.ts';

/** Folds the heads of a layer into their average, or fans them out again. */
export function toggleOneHead(layer: number): void {
  const { oneHead } = store.getState().view;
  const isFolded = oneHead.includes(layer);
  fold(isFolded ? oneHead.filter((one) => one !== layer) : [...oneHead, layer]);
}

/** The same for all layers of the stack on screen: they fan out if all of them are folded. */
export function toggleAllOneHead(): void {
  const { run, view } = store.getState();
  const nLayers = run === null ? 0 : (stackOf(run, view.stack)?.tensor.nLayers ?? 0);
  const all = Array.from({ length: nLayers }, (_, layer) => layer);
  fold(all.every((layer) => view.oneHead.includes(layer)) ? [] : all);
}

function fold(layers: readonly number[]): void {
  dispatch({ type: 'viewChanged', change: { oneHead: risingLayers(layers) } });
}
