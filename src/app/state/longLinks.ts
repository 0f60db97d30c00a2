import { FIELDS } from './fields.ts';

/** The parts of an address that hold a view, as `window.location` has them. */
export type LinkParts = { readonly search: string; readonly hash: string };

/**
 * A field whose written form is longer stands behind the "#": servers refuse long addresses, and what stands there is
 * never sent to one.
 */
const LONG = 1000;

/** All that is behind the "#" together; a browser takes addresses of up to about two million letters. */
export const MOST_BEHIND = 1_000_000;

/** The parameter behind the "#" that holds the others: base64url of raw deflate of JSON, an object of texts. */
export const FOLDED = 'z';

const NAMES: ReadonlySet<string> = new Set(Object.values(FIELDS).map(({ param }) => param));

/** A query with its long fields behind a "#", still plain: "?head=L0H6#text=..."; without them where no address can hold them. */
export function movedBehind(query: string): string {
  const { before, behind } = split(query);
  return `${before === '' ? '' : `?${before}`}${behind === '' || behind.length > MOST_BEHIND ? '' : `#${behind}`}`;
}

/** Whether a link cannot hold all that its query says. */
export function isTooLong(query: string): boolean {
  return split(query).behind.length > MOST_BEHIND;
}

function split(query: string): { readonly before: string; readonly behind: string } {
  const before = new URLSearchParams();
  const behind = new URLSearchParams();
  for (const [name, text] of new URLSearchParams(query)) {
    (encodeURIComponent(text).length > LONG ? behind : before).append(name, text);
  }
  return { before: before.toString(), behind: behind.toString() };
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

/** A query with these fields in it; what is no field of the view is left out. */
export function joined(search: string, fields: Iterable<readonly [string, string]>): string {
  const params = new URLSearchParams(search);
  for (const [name, text] of fields) if (NAMES.has(name)) params.set(name, text);
  return `?${params}`;
}
