import type { TextFacts } from './textFacts.ts';

/** A set of cells of a pattern: those a label looks at. Flags have shape [query, key], counts shape [query]. */
export type Region = { readonly allowed: Uint8Array; readonly nKeys: Int32Array };

/**
 * The regions labels are scored in. `all`: every allowed cell. `content`: without sink columns. `others`: content without
 * the token itself. `beyondBand`: content more than two places away.
 */
export type Regions = Readonly<Record<RegionName, Region>>;
export type RegionName = 'all' | 'content' | 'others' | 'beyondBand';

/** Half width of the band that `local` asks for and `block` leaves out. */
export const BAND = 2;

/** Lays out the regions of one text. */
export function makeRegions(text: TextFacts): Regions {
  const { nTokens } = text;
  const { all, content } = makeContentRegions(text);
  const isContent = (query: number, key: number) => content.allowed[query * nTokens + key] === 1;
  return {
    all,
    content,
    others: makeRegion(nTokens, (query, key) => isContent(query, key) && key !== query),
    beyondBand: makeRegion(nTokens, (query, key) => isContent(query, key) && Math.abs(key - query) > BAND),
  };
}

/** The two of them that evidence is looked for in. */
export function makeContentRegions(text: TextFacts): Pick<Regions, 'all' | 'content'> {
  const { nTokens, isCausal, padding, sink } = text;
  const isAllowed = (query: number, key: number) =>
    padding[query] === 0 && padding[key] === 0 && !(isCausal && key > query);
  return {
    all: makeRegion(nTokens, isAllowed),
    content: makeRegion(nTokens, (query, key) => isAllowed(query, key) && sink[key] === 0),
  };
}

/** The cells for which `holds` is true, of a square of side `nTokens` or of so many queries by `width` keys. */
export function makeRegion(
  nTokens: number,
  holds: (query: number, key: number) => boolean,
  width: number = nTokens,
): Region {
  const allowed = new Uint8Array(nTokens * width);
  const nKeys = new Int32Array(nTokens);
  for (let query = 0; query < nTokens; query++) {
    for (let key = 0; key < width; key++) {
      if (!holds(query, key)) continue;
      allowed[query * width + key] = 1;
      nKeys[query]!++;
    }
  }
  return { allowed, nKeys };
}

/** How many keys a row of a region has, allowed or not. */
export function widthOf({ allowed, nKeys }: Region): number {
  return nKeys.length === 0 ? 0 : allowed.length / nKeys.length;
}
