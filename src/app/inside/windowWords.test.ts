import { expect, test } from 'vitest';
import { windowWords } from './windowWords.ts';

test('window and place of query and key are named, counted from 0', () => {
  const windows = {
    count: 2,
    size: 3,
    ofPosition: Uint32Array.of(1, 0, 1, 0),
    inWindow: Uint32Array.of(2, 0, 0, 1),
    hasPadding: true,
    ofPadding: null,
    paddingKeys: null,
  };
  expect(windowWords(windows, 0, 3)).toBe(
    'This layer looks inside 2 windows of 3 places each; the query stands in window 1, place 2, the key in window 0, place 1.',
  );
});
