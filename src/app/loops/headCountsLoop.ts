import { dispatch, hear, store } from '../state/store.ts';

/** Fetches the comparison by numbers of heads that lies beside a model, the one on screen before others, once it is asked for. */
export function startHeadCountsLoop(): void {
  hear({
    headCountsAsked() {
      const { catalog, view, headCounts } = store.getState();
      const own = catalog.find(({ id }) => id === view.modelId)?.headCountsUrl;
      const url = own ?? catalog.find(({ headCountsUrl }) => headCountsUrl !== null)?.headCountsUrl;
      if (headCounts === null && url) void fetchHeadCounts(url);
    },
  });
}

async function fetchHeadCounts(url: string): Promise<void> {
  const response = await fetch(url).catch(() => null);
  if (!response?.ok) return;
  // Its reader comes with the page that asks.
  const { readHeadCounts } = await import('../../core/study/headCounts.ts');
  dispatch({ type: 'headCountsFetched', counts: readHeadCounts(await response.json()) });
}
