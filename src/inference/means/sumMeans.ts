import type { SiteContext } from '../runtime/interventions.ts';
import type { SiteMeans, SitesMeans } from './headMeans.ts';

/** Collects outputs of heads over sequences and gives their means. */
export type MeanSums = {
  readonly nSequences: () => number;
  /** One entry for each layer of a pass. */
  add(contexts: readonly (SiteContext | null)[]): void;
  /** Null for a layer whose outputs never came. */
  means(): SitesMeans;
};

type Sums = {
  readonly nChannels: number;
  readonly first: Float64Array;
  readonly rest: Float64Array;
  nFirst: number;
  nRest: number;
};

/** Sums in double precision; the first position of each sequence apart from the others. */
export function createMeanSums(): MeanSums {
  let sites: (Sums | null)[] = [];
  let nSequences = 0;
  return {
    nSequences: () => nSequences,
    add(contexts) {
      if (nSequences === 0) sites = contexts.map(emptySums);
      for (const [site, context] of contexts.entries()) addContext(sites[site] ?? null, context);
      nSequences += 1;
    },
    means: () => sites.map(meansOf),
  };
}

function emptySums(context: SiteContext | null): Sums | null {
  if (!context) return null;
  const { nHeads, nChannels } = context;
  const size = nHeads * nChannels;
  return { nChannels, first: new Float64Array(size), rest: new Float64Array(size), nFirst: 0, nRest: 0 };
}

function addContext(sums: Sums | null, context: SiteContext | null): void {
  if (!sums || !context) return;
  const { nHeads, nQueries, nChannels, data } = context;
  for (let head = 0; head < nHeads; head++) {
    for (let query = 0; query < nQueries; query++) {
      const into = query === 0 ? sums.first : sums.rest;
      const start = (head * nQueries + query) * nChannels;
      for (let channel = 0; channel < nChannels; channel++) {
        const place = head * nChannels + channel;
        into[place] = (into[place] ?? 0) + (data[start + channel] ?? 0);
      }
    }
  }
  sums.nFirst += 1;
  sums.nRest += nQueries - 1;
}

function meansOf(sums: Sums | null): SiteMeans | null {
  if (!sums) return null;
  const { nChannels, first, rest, nFirst, nRest } = sums;
  const own = Float32Array.from(first, (sum) => sum / nFirst);
  return { nChannels, first: own, rest: nRest === 0 ? own : Float32Array.from(rest, (sum) => sum / nRest) };
}
