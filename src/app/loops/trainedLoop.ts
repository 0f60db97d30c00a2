import { fetchBeside } from './fetchBeside.ts';
import { dispatch, hear, store } from '../state/store.ts';

/** Fetches a comparison by numbers of heads, or of moments of a training, that lies beside a model, once it is asked for, and again if it did not come. */
export function startTrainedLoop(): void {
  hear({
    trainedAsked({ url }) {
      const known = store.getState().trained.found[url];
      if (known === undefined || known === 'failed') void fetchTrained(url);
    },
  });
}

async function fetchTrained(url: string): Promise<void> {
  const json = await fetchBeside(url);
  // Its reader comes with the page that asks.
  const { readTrained } = await import('../../core/study/readTrained.ts');
  const trained = json === null ? 'failed' : readTrained(json);
  dispatch({ type: 'trainedFetched', url, trained });
}
