import type { LabelGlyph } from '../../core/labels/words.ts';
import { clusterColor } from '../paint/clusterColors.ts';
import type { Scheme } from '../paint/ramp.ts';
import { isPlaced, planeLayout } from './AlikePlane.layout.ts';
import type { PlaneGroup, PlaneLayout, PlanePlace } from './AlikePlane.layout.ts';

/** Heads as points: the nearer two are, the more alike they look, as far as a plane can show it. */
export type PlaneValues = {
  /** By index: layer x nHeads + head, with the true number of the layer. */
  readonly names: readonly string[];
  /** NaN for heads that have no place and are not drawn. Shape: [head, 2]. */
  readonly points: ArrayLike<number>;
  /** Part of the variance of the distances that two dimensions show, 0 to 1; NaN if all distances are 0. */
  readonly share: number;
  /** The sign of each head's label, or null. */
  readonly glyphs: readonly (LabelGlyph | null)[];
  /** Groups of two heads or more. */
  readonly groups: readonly PlaneGroup[];
};

type PlaneHead = PlanePlace & {
  readonly index: number;
  readonly name: string;
  readonly glyph: LabelGlyph;
  readonly color: string;
  /** Read out: "L4H0, group A of 2 heads". */
  readonly words: string;
};

type PlaneCluster = {
  readonly letter: string;
  readonly centre: PlanePlace;
  readonly color: string;
  /** From the middle to each of its heads. */
  readonly lines: readonly (PlanePlace & { readonly index: number })[];
};

export type PlanePicture = {
  readonly width: number;
  readonly height: number;
  readonly layout: PlaneLayout;
  /** By index; null for a head that has no place. */
  readonly heads: readonly (PlaneHead | null)[];
  readonly clusters: readonly PlaneCluster[];
  /** Whether there are so many heads that their points are small. */
  readonly isDense: boolean;
  /** A tenth of distance in CSS pixels, and its number; a longer one is cut and has none. */
  readonly unit: { readonly length: number; readonly text: string };
  readonly share: number;
};

/** Points of more heads than these are small. */
const DENSE = 64;

/** What is to be drawn of heads on a plane. */
export function planePicture(
  { names, points, share, glyphs, groups }: PlaneValues,
  { width, height }: { readonly width: number; readonly height: number },
  rem: number,
  scheme: Scheme,
): PlanePicture {
  const layout = planeLayout(points, groups, width, height, rem);
  const clusterOf = new Map(
    layout.clusters.flatMap(({ members }, cluster) => members.map((head) => [head, cluster] as const)),
  );
  const unit = 0.1 * layout.unit;
  return {
    width,
    height,
    layout,
    heads: layout.places.map((place, index): PlaneHead | null => {
      if (!isPlaced(place)) return null;
      const cluster = clusterOf.get(index) ?? -1;
      const name = names[index] ?? '';
      const group = layout.clusters[cluster];
      const among = group === undefined ? 'alone' : `group ${group.letter} of ${group.members.length} heads`;
      const color = clusterColor(scheme, cluster);
      return { ...place, index, name, glyph: glyphs[index] ?? 'none', color, words: `${name}, ${among}` };
    }),
    clusters: layout.clusters.map(({ letter, members, centre }, cluster) => ({
      letter,
      centre,
      color: clusterColor(scheme, cluster),
      lines: members.map((index) => ({ index, ...(layout.places[index] ?? centre) })),
    })),
    isDense: layout.places.length > DENSE,
    unit: { length: Math.min(width / 3, unit), text: unit < width / 3 ? '0.1' : '' },
    share,
  };
}
