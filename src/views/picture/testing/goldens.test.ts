import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changedLines } from './changedLines.ts';
import { filesWithoutPicture, problemWith } from './goldens.ts';
import { oneElementALine } from './oneElementALine.ts';

const SVG = '<svg width="4"><g><path d="M0 0H4"/><text x="1.23456">a &amp; b</text></g></svg>';
const LINES = [
  '<svg width="4">',
  '  <g>',
  '    <path d="M0 0H4"/>',
  '    <text x="1.235">a &amp; b</text>',
  '  </g>',
  '</svg>',
  '',
].join('\n');

describe('the file of a picture', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is made where there is none, one element a line with numbers rounded, but not in CI', () => {
    expect(problemWith(folder, 'a', SVG, true)).toContain('a.svg is missing');
    expect(readdirSync(folder)).toEqual([]);
    expect(problemWith(folder, 'a', SVG, false)).toBe(null);
    expect(readFileSync(join(folder, 'a.svg'), 'utf8')).toBe(LINES);
    expect(problemWith(folder, 'a', SVG, true)).toBe(null);
  });

  test('stays when the picture changes: the lines that differ are told, and the new picture lies beside it', () => {
    writeFileSync(join(folder, 'a.svg'), LINES);
    const changed = SVG.replace('H4', 'H5');
    const problem = problemWith(folder, 'a', changed, true);
    expect(problem?.split('\n').slice(2)).toEqual(['    3 -     <path d="M0 0H4"/>', '    3 +     <path d="M0 0H5"/>']);
    expect(readFileSync(join(folder, 'a.svg'), 'utf8')).toBe(LINES);
    expect(readFileSync(join(folder, 'a-changed.svg'), 'utf8')).toBe(LINES.replace('H4', 'H5'));
    expect(problemWith(folder, 'a', SVG, true)).toBe(null);
    expect(readdirSync(folder)).toEqual(['a.svg']);
  });

  test('must have a picture', () => {
    for (const name of ['a.svg', 'a-changed.svg', 'b.svg']) writeFileSync(join(folder, name), LINES);
    expect(filesWithoutPicture(folder, ['a', 'c'])).toEqual(['b.svg']);
    expect(filesWithoutPicture(join(folder, 'none'), [])).toEqual([]);
  });
});

test('white space between elements is no difference', () => {
  expect(oneElementALine(SVG.replaceAll('><', '>\n  <'))).toBe(LINES);
});

test('a line that has come in the middle moves no other', () => {
  expect(changedLines('a\nb\nc', 'a\nx\nb\nc', 9)).toEqual(['    2 + x']);
  expect(changedLines('a\nb\nc', 'a\nc', 9)).toEqual(['    2 - b']);
  expect(changedLines('a\nb', 'c\nd', 3)).toEqual(['    1 - a', '    2 - b', '    1 + c', 'and 1 more lines']);
});
