import type { LinkParts } from '../state/longLinks.ts';

/** A link with what is behind its "#" compressed; as it is where nothing is, or where what compresses cannot be fetched. */
export async function foldedLink(link: string): Promise<string> {
  if (!link.includes('#')) return link;
  const folding = await fetchFolding();
  return folding === null ? link : folding.folded(link);
}

/**
 * The query of an address with all fields behind its "#" in it; `broken` is the compressed part if it cannot be read. Null where what
 * reads it cannot be fetched: the link is as good as before.
 */
export async function unfoldedLink(
  parts: LinkParts,
): Promise<{ readonly query: string; readonly broken: readonly string[] } | null> {
  return (await fetchFolding())?.unfolded(parts) ?? null;
}

/** Few links are so long, so it comes when one is. */
async function fetchFolding() {
  return import('../state/foldedLinks.ts').catch(() => null);
}
