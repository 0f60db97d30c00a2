/** What a build knows: the SHA-256 in hex of every binary of the runtime and every file of a model, by path. */
export type Known = Readonly<Record<string, string>>;

/** A path that counts from the folder of the page; null for what lies elsewhere. */
export function pathWithin(scope: string, url: string): string | null {
  if (!url.startsWith(scope)) return null;
  return new URL(url).pathname.slice(new URL(scope).pathname.length);
}

/** What a build knows by a path; null where that is nothing. */
export function knownSha(known: Known, path: string | null): string | null {
  return path !== null && Object.hasOwn(known, path) ? (known[path] ?? null) : null;
}

/** Lessons may be changed without a build, so the network is asked for them first. */
export function isLesson(path: string | null): boolean {
  return path?.startsWith('lessons/') === true;
}

/** The address under which a file is kept: with its content, so that what another build knows by the same path lies elsewhere. */
export function keptAddress(url: string, sha: string): string {
  const address = new URL(url);
  address.search = `?sha256=${sha}`;
  address.hash = '';
  return address.href;
}

/** Whether what is kept under an address is what a build knows by that path. */
export function isOfBuild(known: Known, scope: string, address: string): boolean {
  const sha = knownSha(known, pathWithin(scope, address));
  return sha !== null && keptAddress(address, sha) === address;
}

/** Whether an answer is all of the file with this SHA-256: no page of HTML in its place, no half of it, no other build's. */
export async function isWhole(response: Response, sha: string | null): Promise<boolean> {
  if (response.status !== 200 || sha === null) return false;
  const digest = await crypto.subtle.digest('SHA-256', await response.clone().arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('') === sha;
}
