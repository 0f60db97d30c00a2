import type { Trained } from '../../core/study/readTrained.ts';
import { fetchBeside } from './fetchBeside.ts';
import { dispatch, hear, store } from '../state/store.ts';

/** Fetches a comparison by numbers of heads, or of moments of a training, that lies beside a model, once it is asked for, and again if it did not come. */
export function startTrainedLoop(): void {
  const bring = ({ url }: { readonly url: string }): void => {
    const known = store.getState().trained.found[url];
    if (known === undefined || known === 'failed') void fetchTrained(url);
  };
  hear({ trainedAsked: bring, momentsAsked: bring });
}

async function fetchTrained(url: string): Promise<void> {
  const json = await fetchBeside(url);
  dispatch({ type: 'trainedFetched', url, trained: json === null ? 'failed' : await read(json) });
}

/** Its reader comes with the page that asks. What is of no form that it knows is as good as none. */
async function read(json: unknown): Promise<Trained | 'failed'> {
  try {
    const { readTrained } = await import('../../core/study/readTrained.ts');
    return readTrained(json);
  } catch {
    return 'failed';
  }
}
