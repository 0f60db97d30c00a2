import type { ModelClient } from '../../inference/door/client.ts';
import { wantedCosts } from '../shown/oneHead.ts';
import { isRunLive } from '../shown/shown.ts';
import type { AppState } from '../state/appState.ts';
import { sameHeads } from '../state/costs.ts';
import { dispatch, store } from '../state/store.ts';

/** Asks what layers of one head cost, for the run on screen, whenever other layers are folded or another run is there. Returns its undoing. */
export function startCostLoop(client: Pick<ModelClient, 'cost'>): () => void {
  return store.subscribe((state, before) => {
    if (!isChanged(state, before)) return;
    if (!isRunLive(state)) return;
    const missing = wantedCosts(state).filter(
      (wanted) => !state.costs.found.some(({ ablation, run }) => run === state.run && sameHeads(ablation, wanted)),
    );
    if (missing.length > 0) dispatch({ type: 'costWanted', costId: client.cost(missing) });
  });
}

function isChanged(state: AppState, before: AppState): boolean {
  return (
    state.view.oneHead !== before.view.oneHead ||
    state.view.stack !== before.view.stack ||
    state.run !== before.run ||
    state.failedRunId !== before.failedRunId
  );
}
