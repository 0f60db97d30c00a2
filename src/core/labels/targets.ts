import { widthOf } from './regions.ts';
import type { Region } from './regions.ts';
import type { Pattern, RowSums } from './rowSums.ts';
import type { Skill } from './skill.ts';
import { toSkill } from './skill.ts';

/** How well key `key` answers what the label asks of query `query`; 0 = not at all. */
export type CellValue = (query: number, key: number) => number;

/**
 * What a label looks for in one text, worked out once for all heads: per scored row the cells with a value, and the mean,
 * the gain (best minus mean), the spread (sample variance) and the skew (third sample moment)
 * of the values over the region.
 */
export type Target = {
  /** The rows that can tell the label from even attention: two keys or more, not all of equal value. */
  readonly queries: Int32Array;
  /** Row r owns cells[starts[r]] up to cells[starts[r + 1]], which index the flat pattern. */
  readonly starts: Int32Array;
  readonly cells: Int32Array;
  readonly values: Float64Array;
  readonly mean: Float64Array;
  readonly gain: Float64Array;
  readonly spread: Float64Array;
  readonly skew: Float64Array;
};

/** Works out a target. Shapes: rows [query], region [query, key]. */
export function compileTarget(region: Region, rows: Uint8Array, value: CellValue): Target {
  const { allowed, nKeys } = region;
  const nTokens = nKeys.length;
  const width = widthOf(region);
  const queries: number[] = [];
  const starts = [0];
  const cells: number[] = [];
  const values: number[] = [];
  const mean: number[] = [];
  const gain: number[] = [];
  const spread: number[] = [];
  const skew: number[] = [];
  for (let query = 0; query < nTokens; query++) {
    const count = nKeys[query]!;
    if (rows[query] === 0 || count < 2) continue;
    let best = -Infinity;
    let worst = Infinity;
    let sum = 0;
    let squares = 0;
    let cubes = 0;
    const rowStart = cells.length;
    for (let key = 0; key < width; key++) {
      const cell = query * width + key;
      if (allowed[cell] === 0) continue;
      const worth = value(query, key);
      best = Math.max(best, worth);
      worst = Math.min(worst, worth);
      if (worth === 0) continue;
      sum += worth;
      squares += worth * worth;
      cubes += worth * worth * worth;
      cells.push(cell);
      values.push(worth);
    }
    if (best === worst) {
      cells.length = rowStart;
      values.length = rowStart;
      continue;
    }
    queries.push(query);
    starts.push(cells.length);
    const average = sum / count;
    mean.push(average);
    gain.push(best - average);
    spread.push(Math.max(0, squares - sum * average) / (count - 1));
    const cubedDistances = cubes - 3 * average * squares + 2 * average * average * sum;
    skew.push(count > 2 ? (cubedDistances * count) / ((count - 1) * (count - 2)) : 0);
  }
  return {
    queries: Int32Array.from(queries),
    starts: Int32Array.from(starts),
    cells: Int32Array.from(cells),
    values: Float64Array.from(values),
    mean: Float64Array.from(mean),
    gain: Float64Array.from(gain),
    spread: Float64Array.from(spread),
    skew: Float64Array.from(skew),
  };
}

/**
 * The skill of one pattern at one target.
 * Shape: pattern [query, key]; `sums` are those of the region the target was compiled for. Cost: one step per target cell.
 */
export function scoreTarget(pattern: Pattern, target: Target, sums: RowSums): Skill {
  const { queries, starts, cells, values, mean, gain, spread, skew } = target;
  let hits = 0;
  let expected = 0;
  let room = 0;
  let variance = 0;
  let thirdMoment = 0;
  let mass = 0;
  for (let row = 0; row < queries.length; row++) {
    const query = queries[row]!;
    const rowMass = sums.mass[query]!;
    for (let at = starts[row]!; at < starts[row + 1]!; at++) hits += pattern[cells[at]!]! * values[at]!;
    expected += rowMass * mean[row]!;
    room += rowMass * gain[row]!;
    variance += sums.scatter[query]! * spread[row]!;
    thirdMoment += sums.skew[query]! * skew[row]!;
    mass += rowMass;
  }
  return toSkill({ hits, expected, room, variance, thirdMoment, mass, rows: queries.length });
}
