import { beforeAll, describe, expect, test } from 'vitest';
import { doLessons, lossWithout } from './lessons/lessonFacts.ts';
import type { LessonFacts } from './lessons/lessonFacts.ts';
import { LESSONS, STATEMENTS } from './lessons/lessonStatements.ts';
import { isWritten, numbersIn, plainText } from './lessons/numbers.ts';
import { lies, unclaimed } from './lessons/statements.ts';

describe('numbers of a page', () => {
  test('are found in digits and in words, but not in code, in links and in names of heads', () => {
    const text = plainText(
      '2. Of 15 **heads** in\n   `?tau=0.5` L0H3 is the\n   second: +0.44, −0.02, [twelve](a/3.md); one.',
    );
    expect(numbersIn(text).map((number) => number.text)).toEqual(['15', 'second', '+0.44', '−0.02', 'twelve']);
  });

  test.each([
    ['0.97', 0.9748, true],
    ['0.97', 0.9751, false],
    ['+0.44', 0.4408, true],
    ['+0.44', -0.4408, false],
    ['−0.02', -0.0163, true],
    ['0.02', -0.0163, false],
    ['twelve', 12, true],
    ['twelfth', 11, false],
    ['ninety', 90, true],
    ['2', 2.6, false],
    ['5', Number.NaN, false],
  ])('%s is how %d is written: %s', (text, value, isSo) => {
    expect(isWritten(text, value)).toBe(isSo);
  });

  test('that no statement speaks of are named, and so is what is not so', () => {
    const text = 'Without L0H3 the loss rises by 0.97, in 3 of five sentences: "same token".';
    expect(unclaimed([['the loss rises by #,', () => []]], text)).toEqual([
      'Without L0H3 the loss rises by 0.97, in 3',
      'ut L0H3 the loss rises by 0.97, in 3 of five',
    ]);
    expect(lies('Without # the loss rises by #,', text, ['L0H3', 0.972])).toEqual([]);
    expect(lies('sentences: "#".', text, ['self'])).toEqual(['“same token” should be self: sentences: "#".']);
    expect(lies('rises by #, in # of', text, [0.98, 3])).toHaveLength(1);
    expect(lies('rises by #,', text, [])).toHaveLength(1);
    expect(() => lies('falls by #', text, [1])).toThrow('it stands there 0 times');
  });
});

describe('the lessons', () => {
  let facts: LessonFacts;
  beforeAll(async () => {
    facts = await doLessons();
  }, 120_000);

  test('hold no number that no statement speaks of', () => {
    expect(unclaimed(STATEMENTS, LESSONS)).toEqual([]);
  });

  test.each(STATEMENTS)('say what the models say: %s', async (says, truth) => {
    expect(lies(says, LESSONS, await truth(facts))).toEqual([]);
  });

  test('draw their curves as they say: one stays low up to twenty heads and then climbs, the mean at random lies above it', () => {
    const { curve, random } = facts;
    const sizes = Array.from({ length: 31 }, (_, at) => at + 1);
    const [few, many] = [sizes.slice(0, 20), sizes.slice(20)];
    expect(few.filter((size) => !(lossWithout(curve, size) < curve.baseline))).toEqual([]);
    expect(many.filter((size) => !(lossWithout(curve, size) > lossWithout(curve, 20)))).toEqual([]);
    expect(sizes.filter((size) => !(lossWithout(random, size) > lossWithout(curve, size)))).toEqual([]);
  });
});
