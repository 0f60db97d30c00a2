import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toCsv } from './csv.ts';
import { readCsv } from './readCsv.ts';

fc.configureGlobal({ seed: 20_261_129 });

test.each<[string, string[][]]>([
  ['', []],
  [
    'a,b\r\nc,d\r\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a,b\nc,d',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a,\n,b\n',
    [
      ['a', ''],
      ['', 'b'],
    ],
  ],
  ['a,', [['a', '']]],
  ['"a ""b"", c",d\n', [['a "b", c', 'd']]],
  ['"two\r\nlines",x\n', [['two\r\nlines', 'x']]],
  ['"never closed, \n', [['never closed, \n']]],
  ['"a"b,c', [['ab', 'c']]],
  ["'=1+1,'a\n", [['=1+1', "'a"]]],
  ['\uFEFFhead,name\n', [['head', 'name']]],
  ['a\n\nb', [['a'], [''], ['b']]],
])('%j is read as %j', (text, rows) => {
  expect(readCsv(text)).toEqual(rows);
});

test('what was written is read back as it was', () => {
  // An apostrophe before a sign of a formula is the guard itself, and goes.
  const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', '=', '-', ' ', 'é', '🐈') });
  const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(table, (rows) => {
      expect(readCsv(toCsv(['x', 'y', 'z'], rows))).toEqual([['x', 'y', 'z'], ...rows]);
    }),
  );
});

test('a long text of quotes takes no longer than it is long', () => {
  const rows = readCsv(`${'"'.repeat(200_001)}\na,b`);
  expect(rows.length).toBeGreaterThan(0);
});
