import { expect, test } from 'vitest';
import type { Token } from '../../core/tokens.ts';
import { askedLine } from './askedLine.ts';

const tokens = (...texts: readonly string[]) =>
  texts.map((text, position): Token => {
    return { position, id: position, piece: text, text, start: 0, end: 0, special: false, segment: 0 };
  });

test('a caption names the asked word by its position, and which way it is asked', () => {
  const stack = { queryTokens: tokens('she', ' ran'), keyTokens: tokens('elle', ' a', ' couru') };
  expect(askedLine(stack, { position: 1, side: 'query' })).toBe(
    'Framed in blue: the row of “ran” (1), where it looks.',
  );
  expect(askedLine(stack, { position: 2, side: 'key' })).toBe(
    'Framed in orange: the column of “couru” (2), who looks at it.',
  );
  expect(askedLine(stack, null)).toBe('');
});
