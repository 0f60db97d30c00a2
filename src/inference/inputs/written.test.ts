import { describe, expect, test } from 'vitest';
import { encodeIds } from './sequences.ts';
import { writtenOn } from './written.ts';

/** Pieces by their ids; 3 and 4 are the two halves of é. */
const PIECES = ['The', ' cat', ' sat', '<C3>', '<A9>', '.'];
const tokenizer = { pieceText: (id: number) => PIECES[id] ?? '' };
const typed = encodeIds([0, 1], 9);

describe('a text that was written on', () => {
  test('holds the pieces as they were written, with their places in the text of both', () => {
    const { encoding, text } = writtenOn(tokenizer, typed, 'The cat', [2, 5], 9);
    expect(text).toBe('The cat sat.');
    expect(encoding.tokens.slice(2)).toMatchObject([
      { position: 2, id: 2, text: ' sat', start: 7, end: 11, isWritten: true },
      { position: 3, id: 5, text: '.', start: 11, end: 12, isWritten: true },
    ]);
    expect(encoding.tokens.map(({ isWritten = false }) => isWritten)).toEqual([false, false, true, true]);
    expect([encoding.typeIds, encoding.cut]).toEqual([[0, 0, 0, 0], null]);
  });

  test('a letter that is spread over two pieces is one letter, and each stands for all of it', () => {
    const { encoding, text } = writtenOn(tokenizer, typed, 'The cat', [3, 4, 5], 9);
    expect(text).toBe('The caté.');
    expect(encoding.tokens.slice(2).map(({ start, end }) => [start, end])).toEqual([
      [7, 8],
      [7, 8],
      [8, 9],
    ]);
    expect(writtenOn(tokenizer, typed, 'The cat', [3], 9).text).toBe('The cat<C3>');
  });

  test('is cut where the model ends, and behind a text that is cut nothing stands', () => {
    const { encoding, text } = writtenOn(tokenizer, typed, 'The cat', [2, 5, 5], 4);
    expect([encoding.tokens.length, text]).toEqual([4, 'The cat sat.']);
    expect(encoding.cut).toEqual({ nTokensWanted: 5, segment: 0, offset: 12 });
    const cut = encodeIds([0, 1, 2], 2);
    expect(writtenOn(tokenizer, cut, 'The cat sat', [5], 2)).toEqual({ encoding: cut, text: 'The cat sat' });
  });

  test('without a tokenizer pieces are their ids, a space before each but the first of all', () => {
    const { encoding, text } = writtenOn(null, typed, '0 1', [25, 3], 9);
    expect(text).toBe('0 1 25 3');
    expect(encoding.tokens.slice(2)).toMatchObject([
      { id: 25, text: '25', start: 3, end: 6, isWritten: true },
      { id: 3, text: '3', start: 6, end: 8, isWritten: true },
    ]);
    expect(writtenOn(null, { ...typed, tokens: [] }, '', [7, 8], 9)).toMatchObject({ text: '7 8' });
  });

  test('the space before the first word of a target belongs to no text', () => {
    const begun = { ...typed, tokens: typed.tokens.slice(0, 1).map((token) => ({ ...token, segment: 1 as const })) };
    const { encoding, text } = writtenOn(tokenizer, begun, '', [1, 2], 9);
    expect(text).toBe('cat sat');
    expect(encoding.tokens.slice(1)).toMatchObject([
      { segment: 1, start: 0, end: 3, text: ' cat' },
      { segment: 1, start: 3, end: 7 },
    ]);
  });

  test('nothing written is what was typed', () => {
    expect(writtenOn(tokenizer, typed, 'The cat', [], 9)).toEqual({ encoding: typed, text: 'The cat' });
  });
});
