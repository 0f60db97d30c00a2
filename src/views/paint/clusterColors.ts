import type { Scheme } from './ramp.ts';

/** Colours of the largest clusters; they only help, since every cluster has a letter and lines to its middle. */
const COLORS: Readonly<Record<Scheme, readonly string[]>> = {
  light: ['#0b62a8', '#a84a00', '#0b7a62', '#98337f', '#6b5d00', '#5b3fa8'],
  dark: ['#6cb8f7', '#ff9d52', '#4fe0bd', '#f08fd6', '#e6d25a', '#b99dff'],
};

const OTHERS: Readonly<Record<Scheme, string>> = { light: '#605b69', dark: '#a8a2b3' };

/** The colour of a cluster by its place among them, largest first; grey for small ones, and for heads alone (-1). */
export function clusterColor(scheme: Scheme, place: number): string {
  return COLORS[scheme][place] ?? OTHERS[scheme];
}
