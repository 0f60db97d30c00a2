import { describe, expect, test } from 'vitest';
import type { Token } from '../tokens.ts';
import { createLabelContext } from './runContext.ts';

function token(position: number, piece: string, text: string, more: Partial<Token> = {}): Token {
  return { position, id: 100 + piece.length, piece, text, start: 0, end: 0, special: false, segment: 0, ...more };
}

const factsOf = (pieces: readonly string[]) =>
  createLabelContext(
    pieces.map((piece, position) => token(position, piece, piece)),
    false,
  ).text;

test('word-boundary marks, space and case do not make words different', () => {
  expect(new Set(factsOf(['ĠThe', '▁the', '##the', ' THE ', 'the']).words).size).toBe(1);
  expect(new Set(factsOf(['ĠThe', 'then']).words).size).toBe(2);
});

test('punctuation of any script is punctuation; words, numbers, emoji and nothing are not', () => {
  const marks = ['.', 'Ġ,', '...', '“', '¿', '—', '。', '؟', '$', '~', '##!'];
  const words = ['a', "n't", '3', '3.5', '😀', '', ' ', '<E2>', '°C'];
  const isMark = factsOf([...marks, ...words]).punctuation;
  expect([...marks, ...words].filter((_, i) => isMark[i] === 1)).toEqual(marks);
});

describe('the context of a run', () => {
  const tokens = [
    token(0, '[CLS]', '[CLS]', { id: 1, special: true }),
    token(1, 'The', 'The', { id: 10 }),
    token(2, '[MASK]', '[MASK]', { id: 3, special: true }),
    token(3, 'âĢĻ', '’', { id: 11 }),
    token(4, 'the', 'the', { id: 12 }),
    token(5, '[SEP]', '[SEP]', { id: 2, special: true }),
    token(6, 'cat', 'cat', { id: 13, segment: 1 }),
    token(7, '[SEP]', '[SEP]', { id: 2, special: true, segment: 1 }),
  ];
  const { text } = createLabelContext(tokens, false);

  test('counts a mask to be filled as content and the other special tokens as sinks', () => {
    expect([...text.special]).toEqual([1, 0, 0, 0, 0, 1, 0, 1]);
    expect([...text.sink]).toEqual([...text.special]);
    expect([...text.content]).toEqual([0, 1, 1, 1, 1, 0, 1, 0]);
  });

  test('sees through byte-level pieces: ’ is punctuation', () => {
    expect([...text.punctuation]).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
  });

  test('takes "The" and "the" for one word but two identities', () => {
    expect(text.words[1]).toBe(text.words[4]);
    expect(text.identities[1]).not.toBe(text.identities[4]);
    expect(text.identities[5]).toBe(text.identities[7]);
  });

  test('keeps the segments', () => {
    expect([...text.segments]).toEqual([0, 0, 0, 0, 0, 0, 1, 1]);
  });

  test('makes the first position of a causal model a sink, whatever stands there', () => {
    const causal = createLabelContext(
      [token(0, 'When', 'When'), token(1, 'Ġshe', ' she'), token(2, 'Ġran', ' ran')],
      true,
    );
    expect([...causal.text.sink]).toEqual([1, 0, 0]);
    expect([...causal.regions.all.nKeys]).toEqual([1, 2, 3]);
    expect([...causal.regions.content.nKeys]).toEqual([0, 1, 2]);
  });
});
