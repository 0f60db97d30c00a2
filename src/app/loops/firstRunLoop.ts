import { dispatch, store } from '../state/store.ts';
import { readFirstRun } from '../state/firstRun.ts';
import { isFirst } from '../state/firstView.ts';

/** The file that scripts/firstRun.ts writes. */
const URL_OF_RUN = 'first-run.bin';

/** Longer than this the model does not wait for the first picture, in milliseconds, whatever keeps it. */
const MOST_MS = 10_000;

/**
 * Paints the first sentence before its model is there, where that is what the page opens with. Resolves once it is painted, where it does not come, or
 * after a while: what takes the line and the processor for itself waits until then.
 */
export async function startFirstRun(): Promise<void> {
  if (!isFirst(store.getState().view)) return;
  const painted = firstPainted();
  const timeUp = new Promise((resolve) => setTimeout(resolve, MOST_MS));
  const saved = await Promise.race([fetchFirstRun(), timeUp]);
  // Of a page in the background nothing is painted.
  if (saved === true && !document.hidden) await Promise.race([painted, timeUp]);
}

/** Whether it came. */
async function fetchFirstRun(): Promise<boolean> {
  try {
    // Where nothing is linked to it is on its way since before this script was read (public/begin.js), and so its reader comes with the page.
    const response = await fetch(URL_OF_RUN);
    if (!response.ok || response.body === null) return false;
    // Compressed by itself: not every host does that.
    const text = await new Response(response.body.pipeThrough(new DecompressionStream('gzip'))).text();
    dispatch({ type: 'firstRunFetched', saved: readFirstRun(text) });
    return true;
  } catch {
    // Nothing is lost but the wait: the model says the same.
    return false;
  }
}

/** When all heads have been painted for the first time. */
function firstPainted(): Promise<void> {
  return new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName('headlight:painted').length === 0) return;
      observer.disconnect();
      resolve();
    });
    observer.observe({ type: 'mark', buffered: true });
  });
}
