import { widthOf } from './regions.ts';
import type { Region } from './regions.ts';
import type { Pattern } from './rowSums.ts';
import type { Skill } from './skill.ts';
import type { Target } from './targets.ts';

/** How likely chance is to do as well, 0 to 1. */
type ShuffleTest = {
  /** The share of all ways to place each row's weights on its keys that put at least as much on the target. */
  readonly p: number;
  /** The same for the best of these ways: where this is large, no head with such rows could tell. */
  readonly leastP: number;
};

/** Steps that a weight of 1 is counted in. */
const STEPS = 64;

/**
 * A bound on p without counting: Bennett's inequality for a sum of independent rows, none of which can lie more than 1
 * above its mean. Most heads with a pattern pass by it, so that few have to be counted.
 */
export function shuffleBound({ z, rawDeviation, rows }: Skill): number {
  const variance = (rawDeviation * rows) ** 2;
  if (!(variance > 0) || z <= 0) return 1;
  const ratio = z / Math.sqrt(variance);
  return Math.exp(-variance * ((1 + ratio) * Math.log(1 + ratio) - ratio));
}

/**
 * The permutation test of a target whose values are 0 and 1, counted out: no draws, so no seed. Unlike z it knows how
 * sharp the rows are: four rows of five keys that each put everything on one key hit the target in all of them once in
 * 625 ways, whatever a normal curve says. Weights are rounded to 64ths, the head's own ones too.
 * Shape: pattern [query, key]. Cost: about rows^2 x keys x 64 steps.
 */
export function shuffleTest(pattern: Pattern, { queries, starts, cells }: Target, region: Region): ShuffleTest {
  const { allowed } = region;
  const width = widthOf(region);
  let sums = Float64Array.of(1);
  let hits = 0;
  let most = 0;
  for (let row = 0; row < queries.length; row++) {
    const start = queries[row]! * width;
    const weights: number[] = [];
    for (let cell = start; cell < start + width; cell++) if (allowed[cell] === 1) weights.push(steps(pattern[cell]!));
    const nTargets = starts[row + 1]! - starts[row]!;
    for (let at = starts[row]!; at < starts[row + 1]!; at++) hits += steps(pattern[cells[at]!]!);
    const ofRow = sumsOfSome(weights, nTargets);
    most += ofRow.length - 1;
    sums = convolved(sums, ofRow);
  }
  let p = 0;
  for (let sum = hits; sum <= most; sum++) p += sums[sum]!;
  return { p: Math.min(1, p), leastP: sums[most]! };
}

function steps(weight: number): number {
  return Math.round(weight * STEPS);
}

/** Chances of each sum of `nChosen` of the given whole numbers, drawn without putting back; ends at the largest sum. */
function sumsOfSome(numbers: readonly number[], nChosen: number): Float64Array {
  const total = numbers.reduce((sum, number) => sum + number, 0);
  // ways[k][s]: chance-weighted ways to reach s with k numbers, each step divided by what binomials grow by.
  const width = total + 1;
  const ways = new Float64Array((nChosen + 1) * width);
  ways[0] = 1;
  for (const [seen, number] of numbers.entries()) {
    for (let chosen = Math.min(nChosen, seen + 1); chosen >= 0; chosen--) {
      // Of the ways to choose k of the first n, k in n hold the last one and n - k in n do not.
      const part = chosen / (seen + 1);
      for (let sum = total; sum >= 0; sum--) {
        const without = chosen <= seen ? ways[chosen * width + sum]! : 0;
        const withIt = chosen > 0 && sum >= number ? ways[(chosen - 1) * width + sum - number]! : 0;
        ways[chosen * width + sum] = (1 - part) * without + part * withIt;
      }
    }
  }
  const last = ways.subarray(nChosen * width);
  let end = last.length;
  while (end > 1 && last[end - 1] === 0) end--;
  return last.slice(0, end);
}

function convolved(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(a.length + b.length - 1);
  for (let second = 0; second < b.length; second++) {
    const chance = b[second]!;
    if (chance === 0) continue;
    for (let first = 0; first < a.length; first++) sums[first + second]! += a[first]! * chance;
  }
  return sums;
}
