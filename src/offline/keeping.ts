/**
 * What is kept of this site besides the page itself, once it was used: the runtime's binaries, which are large, and the files of
 * models. `path` counts from the folder of the page.
 */
export function isKeptOnceUsed(path: string): boolean {
  return path.startsWith('models/') || (path.startsWith('assets/') && path.endsWith('.wasm'));
}

/** A path that counts from the folder of the page; null for what lies elsewhere. */
export function pathWithin(scope: string, url: string): string | null {
  if (!url.startsWith(scope)) return null;
  return new URL(url).pathname.slice(new URL(scope).pathname.length);
}
