import type { ModelClient } from '../../inference/door/client.ts';
import { dispatch, hear } from '../state/store.ts';

/** Begins and ends timings of layers; one is under way at a time. Returns its undoing. */
export function startTimingLoop(client: Pick<ModelClient, 'timeHeads' | 'stopTiming'>): () => void {
  return hear({
    timingAsked({ plan }) {
      dispatch({ type: 'timingStarted', timingId: client.timeHeads(plan), plan });
    },
    timingStopAsked() {
      client.stopTiming();
      dispatch({ type: 'timingStopped' });
    },
  });
}
