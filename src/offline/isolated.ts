import { ISOLATION_HEADERS } from './isolationHeaders.ts';

/** With them goes that every file may stand in an isolated page of the same site. */
const HEADERS = { ...ISOLATION_HEADERS, 'Cross-Origin-Resource-Policy': 'same-origin' };

/** The same answer with those headers. A redirect is opaque (status 0), cannot be copied and needs none. */
export function isolated(response: Response): Response {
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/**
 * Whether the answer to a request can be given those headers. Another site's answers are its own: they come with CORS or not at all. What only
 * the cache may answer cannot be fetched.
 */
export function canIsolate({ url, cache, mode }: Pick<Request, 'url' | 'cache' | 'mode'>, origin: string): boolean {
  return new URL(url).origin === origin && (cache !== 'only-if-cached' || mode === 'same-origin');
}
