/** What is kept besides the page itself, and how. Paths count from the folder of the page. */
type Keeping = 'used' | 'lesson';

/**
 * `used`: binaries of the runtime, which are large, and files of models; kept once they were fetched. `lesson`: may be changed without a build,
 * so the network is asked first.
 */
export function keepingOf(path: string | null): Keeping | null {
  if (path === null) return null;
  if (path.startsWith('lessons/')) return 'lesson';
  return path.startsWith('models/') || (path.startsWith('assets/') && path.endsWith('.wasm')) ? 'used' : null;
}

/** A path that counts from the folder of the page; null for what lies elsewhere. */
export function pathWithin(scope: string, url: string): string | null {
  if (!url.startsWith(scope)) return null;
  return new URL(url).pathname.slice(new URL(scope).pathname.length);
}

/** Whether an answer is whole and what this build knows by that path: `known` is its SHA-256 in hex. */
export async function isKnown(response: Response, known: string | undefined): Promise<boolean> {
  if (response.status !== 200 || known === undefined) return false;
  const digest = await crypto.subtle.digest('SHA-256', await response.clone().arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('') === known;
}
