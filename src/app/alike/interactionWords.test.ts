import { describe, expect, test } from 'vitest';
import { tableCsv } from '../../views/DataTable/csv.ts';
import { makeStudy } from '../testing/studies.ts';
import { makeSummary } from '../../core/study/testing/studies.ts';
import { interactionColumns, interactionWords, spreadWords, staleWords } from './interactionWords.ts';
import { interactionOf, interactionRows, interactionVariants } from '../../core/study/interaction.ts';

const A = { layer: 0, head: 3 };
const B = { layer: 2, head: 1 };
const variants = interactionVariants('zero', null, A, B);

describe('the effects of two heads as a table', () => {
  const loss = (change: number, nScored: number) => makeSummary({ lossBefore: 0, lossAfter: change, nScored });
  const csvOf = (study: Parameters<typeof interactionRows>[0]): string[] => {
    const found = interactionOf(study)!;
    return tableCsv(
      interactionColumns('L0H3', 'L2H1', 'nats', 'sentence'),
      interactionRows(study, found, 'all 2 sentences'),
    )
      .trimEnd()
      .split('\r\n');
  };

  test('has the four numbers over all sentences, and of each', () => {
    const study = makeStudy(variants, [
      [loss(0.5, 1), loss(0.25, 3)],
      [loss(0.125, 1), loss(0, 3)],
      [loss(1, 1), loss(0.5, 3)],
    ]);
    const [first, second] = study.basis.texts;
    expect(csvOf(study)).toEqual([
      'sentence,without L0H3 (nats),without L2H1 (nats),without both (nats),interaction (nats)',
      // Weighted by the tokens scored, one and three.
      'all 2 sentences,0.3125,0.03125,0.625,0.28125',
      `${first},0.5,0.125,1,0.375`,
      `${second},0.25,0,0.5,0.25`,
    ]);
  });

  test('has a dash where a sentence has nothing scored', () => {
    const none = makeSummary({ lossBefore: Number.NaN, lossAfter: Number.NaN, nScored: 0 });
    const study = makeStudy(variants, [
      [loss(0.5, 1), none],
      [loss(0.125, 1), none],
      [loss(1, 1), none],
    ]);
    expect(csvOf(study).at(-1)).toBe(`${study.basis.texts[1]},,,,`);
    const rows = interactionRows(study, interactionOf(study)!, 'all 2 sentences');
    expect(interactionColumns('a', 'b', 'nats', 'sentence').map(({ text }) => text?.(rows[2]!))).toEqual([
      undefined,
      '–',
      '–',
      '–',
      '–',
    ]);
  });

  test('has one line for one sentence', () => {
    const study = makeStudy(variants, [[loss(0.5, 2)], [loss(0.125, 2)], [loss(1, 2)]]);
    expect(csvOf({ ...study, basis: { texts: ['The sea.'] } }).slice(1)).toEqual(['The sea.,0.5,0.125,1,0.375']);
  });
});

test('a measurement says what has changed since: the mode, the sentence, or both', () => {
  const one = makeStudy(variants, [[makeSummary({})], [makeSummary({})], [makeSummary({})]]);
  const study = { ...one, basis: { kind: 'sentence' as const, texts: ['The sea.'], thing: 'sentence' as const } };
  expect(staleWords(study, 'zero', 'The sea.')).toBe('');
  expect(staleWords(study, 'mean', 'The sea.')).toBe('The mode is mean now.');
  expect(staleWords(study, 'mean', 'The bank.')).toBe('The mode is mean now. The sentence has changed since.');
  // A list does not change with what is typed.
  expect(
    staleWords({ ...study, basis: { kind: 'list', texts: ['a', 'b'], thing: 'sentence' } }, 'zero', 'The bank.'),
  ).toBe('');
});

describe('two heads', () => {
  const lost = (...losses: readonly (readonly number[])[]) =>
    interactionOf(
      makeStudy(
        variants,
        losses.map((list) => list.map((loss) => makeSummary({ lossAfter: 2 + loss, meanKl: 0.5 }))),
      ),
    );

  test.each([
    [[0.1, 0.2, 0.9], /^Without both more is lost in this sentence/],
    [[0.5, 0.5, 0.6], /^Without both less is lost in this sentence/],
    [[0.5, 0.25, 0.75], /^Without both about as much is lost in this sentence/],
    [[-0.5, -0.5, -0.25], /^Without both the text is foretold no worse in this sentence/],
    [[0.001, 0.002, 0.003], /^Too small to tell in this sentence/],
  ] as const)('that cost %j get no more words than were measured', (losses, words) => {
    const found = lost(...losses.map((loss) => [loss]));
    expect(found === null ? '' : interactionWords(found, 'sentence')).toMatch(words);
    expect(found === null ? '?' : spreadWords(found, 'sentence')).toBe('');
  });

  test('are told by how far sentences agree, and by nothing where there is no loss', () => {
    const found = lost([0.1, 0.5], [0.2, 0], [0.9, 0.3])!;
    expect(spreadWords(found, 'sentence')).toMatch(/of 2 sentences have its sign; 5 or more/);
    expect(interactionWords({ judged: null, nTexts: 1 }, 'sentence')).toMatch(/^No loss can be taken here/);
  });
});
