import { clusterColor } from '../paint/clusterColors.ts';
import { rampColor } from '../paint/ramp.ts';
import type { Scheme } from '../paint/ramp.ts';
import { signedColor } from '../paint/signedRamp.ts';

/** One number of one head, as the grid and the maps draw it. */
export type HeadFact = {
  /** Null while it is not known. */
  readonly value: number | null;
  /** Short enough for a chip: "+0.19". */
  readonly text: string;
  /** Read out in place of the text: "loss +0.19 nats". */
  readonly words?: string;
  /** Why there is none and will be none: in place of a value. */
  readonly why?: string;
  /** Below the noise: written in grey, without colour. */
  readonly isFaint: boolean;
  /** What it was measured on, where that is not what is on screen: then it is grey, and says so. */
  readonly from?: string;
  /**
   * Loss and gain are the two sides of the difference ramp; distance is 0 (alike, far from the page's colour) to the largest; an
   * amount goes from 0, near the page's colour; the value of a group is its place among the groups, each with a colour of its own.
   */
  readonly tone: 'loss' | 'gain' | 'distance' | 'amount' | 'group';
};

/** How many heads have no fact with a value: `nMissing` will have none, `nPending` are still to come. */
export function countAbsent(facts: ReadonlyMap<string, HeadFact>, nCells: number) {
  const absent = [...facts.values()].filter(({ value }) => value === null);
  // A distance that is there without a value will not come: nothing tells it.
  const nMissing = absent.filter(({ why, tone }) => why !== undefined || tone === 'distance').length;
  return { nMissing, nPending: nCells - (facts.size - absent.length) - nMissing };
}

/** What is said after a number of that it may not be taken for: "", or words that begin with a comma. */
export function factLimits({ isFaint, from }: Pick<HeadFact, 'isFaint' | 'from'>): string {
  return `${isFaint ? ', within the noise' : ''}${from === undefined ? '' : `, measured on ${from}`}`;
}

/** How a fact looks: `faint` is within the noise, `other` is of another sentence, `pending` has no number. */
export type FactState = 'known' | 'faint' | 'other' | 'pending';

export function factState({ value, isFaint, from }: Pick<HeadFact, 'value' | 'isFaint' | 'from'>): FactState {
  if (value === null) return 'pending';
  return from === undefined ? (isFaint ? 'faint' : 'known') : 'other';
}

/** The colour of a fact on a ramp that ends at `max`; null where it has none: not known, below the noise, or of another sentence. */
export function factColor(scheme: Scheme, { value, isFaint, from, tone }: HeadFact, max: number): string | null {
  if (value === null || !Number.isFinite(value) || isFaint || from !== undefined) return null;
  const share = max > 0 ? Math.min(1, Math.abs(value) / max) : 0;
  switch (tone) {
    case 'loss':
      return signedColor(scheme, share);
    case 'gain':
      return signedColor(scheme, -share);
    case 'distance':
      return rampColor(scheme, 1 - share);
    case 'amount':
      return rampColor(scheme, share);
    case 'group':
      return clusterColor(scheme, value);
  }
}
