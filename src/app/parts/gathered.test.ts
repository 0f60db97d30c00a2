import { expect, test } from 'vitest';
import { gathered } from './gathered.ts';

test('a long file is gathered in pieces of about a megabyte, with a pause after each part', async () => {
  const parts = Array.from({ length: 100 }, (_, i) => String(i % 10).repeat(32_768));
  let nMade = 0;
  function* made(): Generator<string, void, void> {
    for (const part of parts) {
      nMade += 1;
      yield part;
    }
  }
  const madeAtPauses: number[] = [];
  const pieces = await gathered(made(), async () => void madeAtPauses.push(nMade));
  expect(madeAtPauses).toEqual(parts.map((_, i) => i + 1));
  expect(pieces.map(({ size }) => size)).toEqual([2 ** 20, 2 ** 20, 2 ** 20, 4 * 32_768]);
  expect((await new Blob([...pieces]).text()) === parts.join('')).toBe(true);
});
