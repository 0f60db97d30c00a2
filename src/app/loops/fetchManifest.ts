import type { ErrorInfo } from '../../core/errors.ts';

/** Fetches the list of models that come with the app, as it stands in its file. */
export async function fetchManifest(signal: AbortSignal): Promise<{ readonly manifest: unknown } | ErrorInfo> {
  const url = new URL('models/manifest.json', document.baseURI);
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) return { code: 'model-not-found', detail: `${url.pathname}: ${response.status}` };
    return { manifest: await response.json() };
  } catch (thrown) {
    if (signal.aborted) return { code: 'stopped', detail: 'by the person' };
    return { code: 'model-fetch-failed', detail: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
