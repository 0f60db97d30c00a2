import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NAMED_USES, readInputUses, writeInputUses } from './inputUses.ts';
import type { InputUse } from './inputUses.ts';

test('uses are written by name, numbers as numbers', () => {
  const uses = new Map<string, InputUse>([
    ['task_id', 2],
    ['input.1:0', 'ids'],
    ['speed', 0.5],
  ]);
  expect(writeInputUses(uses)).toBe('task_id:2,input.1%3A0:ids,speed:0.5');
});

test('what is written is read again, whatever the names are', () => {
  const use = fc.oneof(
    fc.constantFrom(...NAMED_USES),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  );
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(name, use), { selector: ([each]) => each, maxLength: 5 }), (pairs) => {
      expect([...readInputUses(writeInputUses(new Map(pairs)))]).toEqual(pairs.map(([key, value]) => [key, value]));
    }),
  );
});

test.each(['', ':ids', 'a', 'a:', 'a:b', 'a:1:2', 'a:NaN', 'a:Infinity', '%E0%A4%A:1'])(
  'of the text %j nothing is read',
  (text) => {
    expect(readInputUses(text).size).toBe(0);
  },
);
