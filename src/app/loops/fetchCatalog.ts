import type { ErrorInfo } from '../../core/errors.ts';
import { readCatalog } from '../state/catalog.ts';
import type { CatalogModel } from '../state/catalog.ts';

/** Fetches the list of models that come with the app. */
export async function fetchCatalog(signal: AbortSignal): Promise<readonly CatalogModel[] | ErrorInfo> {
  const url = new URL('models/manifest.json', document.baseURI);
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) return { code: 'model-not-found', detail: `${url.pathname}: ${response.status}` };
    const manifest: unknown = await response.json();
    return readCatalog(manifest, new URL('../', document.baseURI).href);
  } catch (thrown) {
    if (signal.aborted) return { code: 'stopped', detail: 'by the person' };
    return { code: 'model-fetch-failed', detail: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
