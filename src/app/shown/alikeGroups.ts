import { distancesOn } from '../../core/alike/combine.ts';
import type { CombinedComparison } from '../../core/alike/combine.ts';
import type { AlikeKeys } from '../../core/alike/comparison.ts';
import { cutTree } from '../../core/alike/groups.ts';
import type { HeadGroup } from '../../core/alike/groups.ts';
import { headTree } from '../../core/alike/headTree.ts';
import type { HeadTree } from '../../core/alike/headTree.ts';

const trees = new WeakMap<Float32Array, HeadTree>();

/** The tree of heads by their distances on some keys; worked out once for all that shows it. */
export function treeOf(comparison: CombinedComparison, keys: AlikeKeys): HeadTree {
  const distance = distancesOn(comparison, keys);
  const known = trees.get(distance);
  if (known !== undefined) return known;
  const tree = headTree(distance, comparison.nLayers * comparison.nHeads);
  trees.set(distance, tree);
  return tree;
}

const grouped = new WeakMap<HeadTree, { readonly tau: number; readonly groups: readonly HeadGroup[] }>();

/** Groups of heads: the tree that is drawn, cut at tau; worked out once for all that shows them. */
export function groupsOf(comparison: CombinedComparison, keys: AlikeKeys, tau: number): readonly HeadGroup[] {
  const tree = treeOf(comparison, keys);
  const known = grouped.get(tree);
  if (known?.tau === tau) return known.groups;
  const groups = cutTree(tree, tau);
  grouped.set(tree, { tau, groups });
  return groups;
}
