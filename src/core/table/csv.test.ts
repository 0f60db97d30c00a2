import { expect, test } from 'vitest';
import { toCsv } from './csv.ts';

test('a table is written with a heading, commas and CR LF', () => {
  expect(
    toCsv(
      ['head', 'KL'],
      [
        ['L0H3', 0.1 + 0.2],
        ['L1H0', -1e-20],
      ],
    ),
  ).toBe('head,KL\r\nL0H3,0.30000000000000004\r\nL1H0,-1e-20\r\n');
});

test('commas, quotes and line breaks are quoted, quotes doubled', () => {
  expect(toCsv(['a,b'], [['say "hi"'], ['two\nlines'], ['plain text ']])).toBe(
    '"a,b"\r\n"say ""hi"""\r\n"two\nlines"\r\nplain text \r\n',
  );
});

test('what is not there is empty; what is endless and what is true are words', () => {
  expect(toCsv(['a', 'b', 'c', 'd'], [[NaN, null, Infinity, true]])).toBe('a,b,c,d\r\n,,Infinity,true\r\n');
});

test('text that a spreadsheet would run as a formula is shown as text; numbers below 0 stay numbers', () => {
  const cells = ['=1+1', '+1', '-', '@SUM(1)', '\tx', -1, ' -x', 'a=b'];
  expect(
    toCsv(
      cells.map((_, at) => String(at)),
      [cells],
    ),
  ).toBe("0,1,2,3,4,5,6,7\r\n'=1+1,'+1,'-,'@SUM(1),'\tx,-1, -x,a=b\r\n");
});

test('a row of another length is refused', () => {
  expect(() => toCsv(['a', 'b'], [['x']])).toThrow(RangeError);
});
