import { distancesOn } from '../../core/alike/combine.ts';
import type { CombinedComparison } from '../../core/alike/combine.ts';
import type { AlikeKeys } from '../../core/alike/comparison.ts';
import type { HeadGroup } from '../../core/alike/groups.ts';
import type { HeadTree } from '../../core/alike/headTree.ts';
import type { HeadReport } from '../../core/labels/report.ts';
import { LABEL_WORDS } from '../../core/labels/words.ts';
import { formatHead } from '../../core/selection.ts';
import type { AlikeValues } from '../../views/AlikeMatrix/AlikeMatrix.picture.ts';
import type { PlaneValues } from '../../views/AlikeMatrix/AlikePlane.picture.ts';
import { headAt, headNames } from './alike.ts';
import { groupsOf, treeOf } from './alikeGroups.ts';
import { headTags } from './headTags.ts';
import type { ShownStack } from './useStack.ts';

/** How alike heads look, as the panel and the figure show it. */
export type ShownAlike = {
  readonly tree: HeadTree;
  readonly groups: readonly HeadGroup[];
  /** Heads that have no place in the tree. */
  readonly nLeftOut: number;
  readonly matrix: AlikeValues & { readonly distance: Float32Array };
  /** The plane without its points, which take their time. */
  readonly plane: Omit<PlaneValues, 'points' | 'share'>;
};

/** A comparison of the heads of a stack on some keys, those within `tau` in groups. What is large keeps its identity. */
export function shownAlike(
  comparison: CombinedComparison,
  { tensor, reports }: Pick<ShownStack, 'tensor' | 'reports'>,
  keys: AlikeKeys,
  tau: number,
): ShownAlike {
  const tree = treeOf(comparison, keys);
  const groups = groupsOf(comparison, keys, tau);
  const names = kept(headNames(tensor, comparison));
  const { order, merges, placed } = tree;
  return {
    tree,
    groups,
    nLeftOut: names.length - placed.length,
    matrix: { names, keys, distance: distancesOn(comparison, keys), order, merges, tau },
    plane: { names, glyphs: reports === null ? NO_GLYPHS : glyphsOf(reports, comparison), groups: letteredOf(groups) },
  };
}

let newest: readonly string[] = [];

/** Every run has a tensor of its own; what the heads are called is the same. */
function kept(names: readonly string[]): readonly string[] {
  if (names.join(' ') !== newest.join(' ')) newest = names;
  return newest;
}

const NO_GLYPHS: PlaneValues['glyphs'] = [];

const glyphs = new WeakMap<readonly HeadReport[], PlaneValues['glyphs']>();

/** The signs of the heads' labels, by index. */
function glyphsOf(reports: readonly HeadReport[], { nLayers, nHeads }: CombinedComparison): PlaneValues['glyphs'] {
  const known = glyphs.get(reports);
  if (known?.length === nLayers * nHeads) return known;
  // Their signs are the same whatever the pieces are called.
  const tags = headTags(reports, 'word');
  const found = Array.from({ length: nLayers * nHeads }, (_, index) => {
    const label = tags.get(formatHead(headAt(index, nHeads)))?.label ?? null;
    return label === null ? null : LABEL_WORDS[label].glyph;
  });
  glyphs.set(reports, found);
  return found;
}

const lettered = new WeakMap<readonly HeadGroup[], PlaneValues['groups']>();

/** Groups of two heads or more. */
function letteredOf(groups: readonly HeadGroup[]): PlaneValues['groups'] {
  const known = lettered.get(groups);
  if (known !== undefined) return known;
  const found = groups.flatMap(({ letter, members }) => (letter === null ? [] : [{ letter, members }]));
  lettered.set(groups, found);
  return found;
}
