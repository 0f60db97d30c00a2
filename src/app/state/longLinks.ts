import { decodeBase64, encodeBase64 } from '../../core/files/base64.ts';
import { FIELDS } from './url.ts';

/** The parts of an address that hold a view, as `window.location` has them. */
type LinkParts = { readonly search: string; readonly hash: string };

/**
 * A field whose written form is longer stands behind the "#": servers refuse long addresses, and what stands there is
 * never sent to one.
 */
const LONG = 1000;

/** All that is behind the "#" together; a browser takes addresses of up to about two million letters. */
const MOST = 1_000_000;

/** What a small code may unfold to, in bytes; the longest link that is made here stays below. */
const MOST_UNFOLDED = 2 * MOST;

/** The parameter behind the "#" that holds the others: base64url of raw deflate of JSON, an object of texts. */
const FOLDED = 'z';

const NAMES: ReadonlySet<string> = new Set(Object.values(FIELDS).map(({ param }) => param));

/** A query with its long fields behind a "#", still plain: "?head=L0H6#text=..."; without them where no address can hold them. */
export function movedBehind(query: string): string {
  const { before, behind } = split(query);
  return `${before === '' ? '' : `?${before}`}${behind === '' || behind.length > MOST ? '' : `#${behind}`}`;
}

/** Whether a link cannot hold all that its query says. */
export function isTooLong(query: string): boolean {
  return split(query).behind.length > MOST;
}

function split(query: string): { readonly before: string; readonly behind: string } {
  const before = new URLSearchParams();
  const behind = new URLSearchParams();
  for (const [name, text] of new URLSearchParams(query)) {
    (encodeURIComponent(text).length > LONG ? behind : before).append(name, text);
  }
  return { before: before.toString(), behind: behind.toString() };
}

/** The same link with what is behind its "#" compressed; as it is where that makes it no shorter, or nothing here compresses. */
export async function folded(link: string): Promise<string> {
  const at = link.indexOf('#');
  if (at < 0 || isFolded(link.slice(at)) || typeof CompressionStream === 'undefined') return link;
  const texts = Object.fromEntries(new URLSearchParams(link.slice(at + 1)));
  const packed = new Blob([JSON.stringify(texts)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const letters = encodeBase64(new Uint8Array(await new Response(packed).arrayBuffer()));
  const short = `${link.slice(0, at)}#${FOLDED}=${letters.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
  return short.length < link.length ? short : link;
}

/** Whether the part behind the "#" holds compressed fields. */
export function isFolded(hash: string): boolean {
  return new URLSearchParams(hash.slice(1)).has(FOLDED);
}

/** Whether anything behind the "#" belongs to the view; else it is somebody else's and stays as it is. */
export function isOwnHash(hash: string): boolean {
  return [...new URLSearchParams(hash.slice(1)).keys()].some((name) => name === FOLDED || NAMES.has(name));
}

/** The query of an address with the plain fields behind its "#" in it; compressed ones are left out. */
export function plainQuery({ search, hash }: LinkParts): string {
  return joined(search, new URLSearchParams(hash.slice(1)));
}

/** The query of an address with all fields behind its "#" in it; `broken` is the compressed part if it cannot be read. */
export async function unfolded(
  parts: LinkParts,
): Promise<{ readonly query: string; readonly broken: readonly string[] }> {
  const query = plainQuery(parts);
  const code = new URLSearchParams(parts.hash.slice(1)).get(FOLDED);
  if (code === null) return { query, broken: [] };
  try {
    const texts: unknown = JSON.parse(await inflated(code));
    if (typeof texts !== 'object' || texts === null) throw new TypeError('no object of texts');
    const named = Object.entries(texts).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    return { query: joined(query, named), broken: [] };
  } catch {
    // Cut off or mistyped on its way, or more than a link may hold: told as any part of a link that cannot be read.
    return { query, broken: [`${FOLDED}=${code}`] };
  }
}

function joined(search: string, fields: Iterable<readonly [string, string]>): string {
  const params = new URLSearchParams(search);
  for (const [name, text] of fields) if (NAMES.has(name)) params.set(name, text);
  return `?${params}`;
}

/** Throws where the code is damaged, or holds more than a link may. */
async function inflated(code: string): Promise<string> {
  const bytes = Uint8Array.from(decodeBase64(code.replaceAll('-', '+').replaceAll('_', '/')));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > MOST_UNFOLDED) {
      await reader.cancel();
      throw new RangeError('it unfolds to more than a link may hold');
    }
    parts.push(part.value);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(await new Blob(parts).arrayBuffer());
}
