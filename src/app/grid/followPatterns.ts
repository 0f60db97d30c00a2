import type { AttentionTensor } from '../../core/tensor.ts';
import type { ShownPatterns } from '../../views/paint/headPaint.ts';
import { shownAblated, shownRun } from '../shown/shown.ts';
import { shownPatterns } from '../shown/shownPatterns.ts';
import { stackOnScreen } from '../shown/useStack.ts';
import type { AppState } from '../state/appState.ts';
import { hearFirst } from '../state/store.ts';

/**
 * Has the thumbnails of the grid painted as soon as patterns come, before anything else of the page is drawn for them: that takes several times as
 * long. Only where the heads are the same, since other heads need other places. Returns its undoing.
 */
export function followPatterns(paint: (patterns: ShownPatterns) => void): () => void {
  return hearFirst((state, before) => {
    const patterns = newPatterns(state, before);
    if (patterns !== null) paint(patterns);
  });
}

/** The patterns on screen where they are others than before, of the same heads; else null. */
function newPatterns(state: AppState, before: AppState): ShownPatterns | null {
  if (shownRun(state) === shownRun(before) && shownAblated(state) === shownAblated(before)) return null;
  const [now, old] = [stackOnScreen(state), stackOnScreen(before)];
  if (now === null || old === null || now.tensor === old.tensor || !haveSameHeads(now.tensor, old.tensor)) return null;
  return shownPatterns(now, state.view.scale);
}

function haveSameHeads(one: AttentionTensor, other: AttentionTensor): boolean {
  return one.kind === other.kind && one.nLayers === other.nLayers && one.nHeads === other.nHeads;
}
