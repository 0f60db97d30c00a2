import { expect, test } from 'vitest';
import { wordAt } from '../../core/ask/wordAt.ts';
import { answersOf } from '../../core/ask/answers.ts';
import type { AskSide } from '../../core/ask/answers.ts';
import type { Stack } from '../../core/stack.ts';
import type { Token } from '../../core/tokens.ts';
import { readingOf, saidWords, silentWords } from './answerWords.ts';

/** Pieces between bars; a space begins a word. */
function read(text: string): readonly Token[] {
  let start = 0;
  return text.split('|').map((piece, position) => {
    const special = /^\[.*\]$/.test(piece);
    const token = { position, id: position, piece, text: piece, start, special, segment: 0 } as const;
    if (!special) start += piece.length;
    return { ...token, end: start };
  });
}

const TEXT = read('[CLS]| A| cat| sp|rinted|,| the| cat|[SEP]');

/** One head that puts everything on one cell of each row. */
function looking(cells: Readonly<Record<number, number>>): Stack {
  const n = TEXT.length;
  const data = new Float32Array(n * n);
  for (let query = 0; query < n; query++) data[query * n + (cells[query] ?? 0)] = 1;
  return {
    tensor: { kind: 'encoder', nLayers: 1, nHeads: 1, nQueries: n, nKeys: n, data },
    queryTokens: TEXT,
    keyTokens: TEXT,
    isCausal: false,
  };
}

function says(query: number, key: number, side: AskSide = 'query'): string {
  const stack = looking({ [query]: key });
  const answers = answersOf(stack, side === 'query' ? query : key, side);
  const { name, before, word, after, weight } = saidWords(stack, answers, answers.said[0]!);
  return [name, before, word, after, weight].filter((part) => part !== '').join(' ');
}

test.each([
  [2, 2, 'L0H0 looks at itself 1.00'],
  [2, 1, 'L0H0 looks one word back: A 1.00'],
  [4, 3, 'L0H0 looks one piece back: sprinted 1.00'],
  [3, 4, 'L0H0 looks one piece ahead: sprinted 1.00'],
  [1, 2, 'L0H0 looks one word ahead: cat (2) 1.00'],
  [3, 1, 'L0H0 looks two words back: A 1.00'],
  // Of a pair with a piece between them the words are not two apart.
  [5, 3, 'L0H0 goes back to sprinted 1.00'],
  [7, 2, 'L0H0 finds the same word: cat (2) 1.00'],
  [1, 4, 'L0H0 looks ahead to sprinted 1.00'],
  [7, 4, 'L0H0 goes back to sprinted 1.00'],
])('a head that looks from %i at %i says so', (query, key, words) => {
  expect(says(query, key)).toBe(words);
});

test.each([
  [2, 2, 'L0H0 it looks at itself 1.00'],
  [2, 1, 'L0H0 cat (2) looks one word back 1.00'],
  [1, 2, 'L0H0 A looks one word ahead 1.00'],
  [7, 2, 'L0H0 the same word cat (7) finds it 1.00'],
  [7, 4, 'L0H0 cat (7) goes back to it 1.00'],
  [1, 4, 'L0H0 A looks ahead to it 1.00'],
])('who looks at a word is told the other way round (%i at %i)', (query, key, words) => {
  expect(says(query, key, 'key')).toBe(words);
});

test('a piece is named by its whole word, a mark by itself', () => {
  expect([3, 4, 5, 0].map((position) => wordAt(TEXT, position))).toEqual(['sprinted', 'sprinted', ',', '[CLS]']);
});

test('a sign of several tokens is named by itself, not by its bytes', () => {
  const tokens = read('A| <F0 9F>|<98>|<80>| <E2>| cat');
  expect([2, 4, 5].map((position) => wordAt(tokens, position))).toEqual(['😀', '<E2>', 'cat']);
});

test('heads without an answer are counted, and the place of the word is read without special tokens', () => {
  const answer = { head: { layer: 0, head: 0 }, position: 1, weight: 0.1, standing: 0, sinkMass: 0.9 };
  const answers = { position: 4, side: 'query', said: [answer], vague: [answer], resting: [answer, answer] } as const;
  expect(silentWords(answers)).toBe('2 heads rest, 1 spreads out');
  expect(silentWords({ ...answers, side: 'key', resting: [] })).toBe('1 head hardly looks at it');
  expect(silentWords({ ...answers, vague: [], resting: [] })).toBe('');
  expect(readingOf(looking({}), answers)).toBe('rinted, 4th of 7: 2 heads look elsewhere than the sink');
  expect(readingOf(looking({}), { ...answers, side: 'key' })).toBe('rinted, 4th of 7: 1 head looks at it');
  expect(readingOf(looking({}), { ...answers, position: 0, vague: [] })).toBe(
    '[CLS]: 1 head looks elsewhere than the sink',
  );
});
