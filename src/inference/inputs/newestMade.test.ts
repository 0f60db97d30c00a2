import { expect, test } from 'vitest';
import { hasSameNumbers, newestMade } from './newestMade.ts';

test.each([
  [[], [], true],
  [[1, 2], [1, 2], true],
  [[1, 2], [1, 3], false],
  [[1, 2], [1, 2, 3], false],
  [[1, 2, 3], [1, 2], false],
])('numbers %j and %j are the same: %s', (one, other, want) => {
  expect(hasSameNumbers(Float32Array.from(one), Uint8Array.from(other))).toBe(want);
});

/** A memo, and what was made by it. */
function noting() {
  const made: string[] = [];
  const newest = newestMade<readonly number[], string>(hasSameNumbers);
  const of = (owner: object, given: readonly number[]) =>
    newest(owner, given, async () => {
      if (given.length === 0) throw new Error('nothing');
      made.push(given.join());
      return given.join();
    });
  return { of, made };
}

test('what is the same is made once, whichever array holds it; the one before the newest is made again', async () => {
  const { of, made } = noting();
  const owner = {};
  expect([await of(owner, [1, 2]), await of(owner, [1, 2]), await of(owner, [3])]).toEqual(['1,2', '1,2', '3']);
  expect(await of(owner, [1, 2])).toBe('1,2');
  expect(made).toEqual(['1,2', '3', '1,2']);
});

test('each owner has its own', async () => {
  const { of, made } = noting();
  await of({}, [1]);
  await of({}, [1]);
  expect(made).toEqual(['1', '1']);
});

test('what fails leaves nothing behind', async () => {
  const { of, made } = noting();
  const owner = {};
  await of(owner, [1]);
  await expect(of(owner, [])).rejects.toThrow('nothing');
  await expect(of(owner, [])).rejects.toThrow('nothing');
  expect(await of(owner, [1])).toBe('1');
  expect(made).toEqual(['1', '1']);
});
