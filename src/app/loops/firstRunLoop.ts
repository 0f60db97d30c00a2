import { dispatch, store } from '../state/store.ts';
import { isFirst } from '../state/firstView.ts';

/** The file that scripts/firstRun.ts writes. */
const URL_OF_RUN = 'first-run.bin';

/** Paints the first sentence before its model is there, where that is what the page opens with. */
export async function startFirstRun(): Promise<void> {
  if (!isFirst(store.getState().view)) return;
  try {
    // Both at once: on a slow line each way there and back is seen.
    const [response, { readFirstRun }] = await Promise.all([fetch(URL_OF_RUN), import('../state/firstRun.ts')]);
    if (!response.ok || response.body === null) return;
    // Compressed by itself: not every host does that.
    const text = await new Response(response.body.pipeThrough(new DecompressionStream('gzip'))).text();
    dispatch({ type: 'firstRunFetched', saved: readFirstRun(text) });
  } catch {
    // Nothing is lost but the wait: the model says the same.
  }
}
