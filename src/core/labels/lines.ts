import { widthOf } from './regions.ts';
import type { Region } from './regions.ts';
import type { Pattern, RowSums } from './rowSums.ts';
import type { Skill, SkillSums } from './skill.ts';
import { NO_SKILL, toSkill } from './skill.ts';

/** Farthest diagonal that is tried, on either side of the main one. */
export const MAX_OFFSET = 8;

/**
 * Skills at targets that are lines: one cell per row, so a row of K keys has mean 1/K and all lines are scored in one
 * pass over the pattern instead of one pass each.
 */
type LineSkills = { readonly skillOf: (line: number) => Skill };

/**
 * Skill of every diagonal `key - query = offset` from -8 to 8.
 * Shape: pattern [query, key]; the line of `skillOf` is the offset.
 */
export function scoreDiagonals(pattern: Pattern, region: Region, sums: RowSums, rows: Uint8Array): LineSkills {
  const nTokens = rows.length;
  const tally = makeTally(2 * MAX_OFFSET + 1);
  for (let query = 0; query < nTokens; query++) {
    if (rows[query] === 0 || region.nKeys[query]! < 2) continue;
    const last = Math.min(nTokens - 1, query + MAX_OFFSET);
    for (let key = Math.max(0, query - MAX_OFFSET); key <= last; key++) {
      const cell = query * nTokens + key;
      if (region.allowed[cell] === 0) continue;
      addCell(tally, key - query + MAX_OFFSET, pattern[cell]!, sums, query, region.nKeys[query]!);
    }
  }
  return { skillOf: (offset) => skillOfLine(tally, offset + MAX_OFFSET) };
}

/**
 * Skill of every column. `isScored`: the rows that count for it; by default those that are not its neighbours (there a column cannot be
 * told from local attention).
 * Shape: pattern [query, key]; the line of `skillOf` is the key position.
 */
export function scoreColumns(
  pattern: Pattern,
  region: Region,
  sums: RowSums,
  rows: Uint8Array,
  isScored: (query: number, key: number) => boolean = (query, key) => Math.abs(query - key) > 1,
): LineSkills {
  const width = widthOf(region);
  const tally = makeTally(width);
  for (let query = 0; query < rows.length; query++) {
    if (rows[query] === 0 || region.nKeys[query]! < 2) continue;
    for (let key = 0; key < width; key++) {
      const cell = query * width + key;
      if (region.allowed[cell] === 0 || !isScored(query, key)) continue;
      addCell(tally, key, pattern[cell]!, sums, query, region.nKeys[query]!);
    }
  }
  return { skillOf: (key) => skillOfLine(tally, key) };
}

/** Scores closer than this are equal but for rounding; a symmetric pattern has such pairs of lines. */
const TIE = 1e-9;

/** The best of several lines, and how many were tried; line NaN if none has enough rows. Ties go to the first. */
export type BestLine = { readonly line: number; readonly skill: Skill; readonly nTried: number };

export function bestLine({ skillOf }: LineSkills, lines: readonly number[], minRows: number): BestLine {
  let best: BestLine = { line: NaN, skill: NO_SKILL, nTried: 0 };
  let nTried = 0;
  for (const line of lines) {
    const skill = skillOf(line);
    if (skill.rows < minRows) continue;
    nTried++;
    // A head that rests wholly on sinks has no score anywhere; its first line is kept, to say why.
    const isFirst = Number.isNaN(best.line);
    const isBetter = Number.isNaN(best.skill.score) ? !Number.isNaN(skill.score) : skill.score > best.skill.score + TIE;
    if (isFirst || isBetter) {
      best = { line, skill, nTried };
    }
  }
  return { ...best, nTried };
}

type Tally = Readonly<Record<keyof SkillSums, Float64Array>>;

function makeTally(nLines: number): Tally {
  return {
    hits: new Float64Array(nLines),
    expected: new Float64Array(nLines),
    room: new Float64Array(nLines),
    variance: new Float64Array(nLines),
    thirdMoment: new Float64Array(nLines),
    mass: new Float64Array(nLines),
    rows: new Float64Array(nLines),
  };
}

function addCell(tally: Tally, line: number, weight: number, sums: RowSums, query: number, nKeys: number): void {
  const mass = sums.mass[query]!;
  tally.hits[line]! += weight;
  tally.expected[line]! += mass / nKeys;
  tally.room[line]! += mass - mass / nKeys;
  // One 1 among K keys has sample variance (1 - 1/K) / (K - 1) = 1/K, and its third sample moment is 1/K too.
  tally.variance[line]! += sums.scatter[query]! / nKeys;
  tally.thirdMoment[line]! += sums.skew[query]! / nKeys;
  tally.mass[line]! += mass;
  tally.rows[line]! += 1;
}

function skillOfLine(tally: Tally, line: number): Skill {
  return toSkill({
    hits: tally.hits[line]!,
    expected: tally.expected[line]!,
    room: tally.room[line]!,
    variance: tally.variance[line]!,
    thirdMoment: tally.thirdMoment[line]!,
    mass: tally.mass[line]!,
    rows: tally.rows[line]!,
  });
}
