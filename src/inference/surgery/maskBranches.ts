import { maskNames, maskSite, noMask } from './mask.ts';
import type { Masked, MaskFile, MaskInput, MaskPoint, SiteMask } from './maskTypes.ts';

/** One attention of an If with a mask in each branch that has it; null where a branch lacks it. */
type BranchMasks = { readonly mask: SiteMask; readonly inBranches: readonly (Masked | null)[] };

/**
 * Masks for one attention of an If, fed by the same inputs of the main graph in every branch.
 * The output is one of the branches still: the If must hand it on. Null masks if the branches cannot be treated alike.
 */
export function maskBranches(points: readonly (MaskPoint | null)[], label: string, file: MaskFile): BranchMasks {
  const names = maskNames(label, file.fresh);
  const inBranches = points.map((point) => {
    return point && maskSite(point, { ...names, output: file.fresh(names.output) }, file);
  });
  const there = inBranches.filter((each) => each !== null).map(({ mask }) => mask);
  const [first, ...others] = there;
  if (first === undefined || !others.every((other) => isAlike(first, other))) {
    const why = there.find((mask) => mask.why !== null)?.why ?? 'its branches hold it in different forms';
    return { mask: noMask(why), inBranches: points.map(() => null) };
  }
  return { mask: first, inBranches };
}

function isAlike(a: SiteMask, b: SiteMask): boolean {
  const same = (one: MaskInput | null, other: MaskInput | null): boolean => one?.axes === other?.axes;
  const haveOutput = (a.output === null) === (b.output === null);
  return haveOutput && same(a.scale, b.scale) && same(a.pattern, b.pattern) && same(a.context, b.context);
}
