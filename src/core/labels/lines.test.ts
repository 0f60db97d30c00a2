import { describe, expect, test } from 'vitest';
import { bestLine, MAX_OFFSET, scoreColumns, scoreDiagonals } from './lines.ts';
import { sumHead } from './rowSums.ts';
import type { Skill } from './skill.ts';
import { NO_SKILL } from './skill.ts';
import type { CellValue } from './targets.ts';
import { compileTarget, scoreTarget } from './targets.ts';
import { flatDirichlet, templateContext } from './testing/synthetic.ts';

describe.each(['B1', 'G1', 'B4'])('a line in %s has the skill of the same cells scored one by one', (template) => {
  const context = templateContext(template);
  const { text, regions } = context;
  const pattern = flatDirichlet(context, 17);
  const sums = sumHead(pattern, regions);
  const scoreCells = (rows: Uint8Array, value: CellValue) =>
    rounded(scoreTarget(pattern, compileTarget(regions.content, rows, value), sums.content));

  test('for every diagonal', () => {
    const { skillOf } = scoreDiagonals(pattern, regions.content, sums.content, text.content);
    for (let offset = -MAX_OFFSET; offset <= MAX_OFFSET; offset++) {
      const byCells = scoreCells(text.content, (query, key) => Number(key - query === offset));
      expect(rounded(skillOf(offset))).toEqual(byCells);
    }
  });

  test('for every column', () => {
    const { skillOf } = scoreColumns(pattern, regions.content, sums.content, text.content);
    for (let column = 0; column < text.nTokens; column++) {
      const rows = text.content.map((isContent, query) => (Math.abs(query - column) > 1 ? isContent : 0));
      expect(rounded(skillOf(column))).toEqual(scoreCells(rows, (_, key) => Number(key === column)));
    }
  });
});

describe('the best line', () => {
  const skill = (score: number, rows = 9): Skill => ({ ...NO_SKILL, score, rows });
  const best = (skills: readonly Skill[]) => bestLine({ skillOf: (line) => skills[line]! }, [...skills.keys()], 4);

  test('has the highest score among lines with enough rows', () => {
    expect(best([skill(0.2), skill(0.9, 3), skill(0.5), skill(0.4)])).toMatchObject({ line: 2, nTried: 3 });
  });

  test('is the first of lines that tie but for rounding', () => {
    expect(best([skill(0.1), skill(0.5), skill(0.5 + 1e-15)])).toMatchObject({ line: 1, nTried: 3 });
  });

  test('is one with a score rather than one without, and none where all are too short', () => {
    expect(best([skill(NaN), skill(-0.1), skill(NaN)])).toMatchObject({ line: 1 });
    expect(best([skill(NaN), skill(NaN)])).toMatchObject({ line: 0, nTried: 2 });
    expect(best([skill(0.9, 2)])).toMatchObject({ line: NaN, nTried: 0 });
  });
});

/** The numbers of a skill to nine decimals. */
function rounded(skill: Skill): [string, number][] {
  return Object.entries(skill).map(([name, number]) => [name, Number(number.toFixed(9))]);
}
