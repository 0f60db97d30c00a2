import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { INK } from './ink.ts';
import type { Ink } from './ink.ts';
import { DARK } from './testing/dark.ts';

const css = readFileSync(resolve(import.meta.dirname, '../../app/theme.css'), 'utf8');

/** The name in theme.css of each colour but the paper, which is the white of a sheet, not that of the page. */
const NAMES: Readonly<Record<Exclude<keyof Ink, 'paper'>, string>> = {
  ink: 'ink',
  muted: 'muted',
  line: 'line',
  hairline: 'hairline',
  wash: 'wash',
  accent: 'accent',
  query: 'query',
  key: 'key',
  value: 'value',
  output: 'output',
  evidence: 'evidence',
  alert: 'alert',
  leftOut: 'left-out-fine',
};

test.each([
  ['paper', INK, 1],
  ['dark pictures', DARK, 2],
] as const)('the colours of %s are those of the page', (_, ink, place) => {
  const { paper, ...colours } = ink;
  const ofPage = (name: string) =>
    new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css)?.[place];
  expect(colours).toEqual(Object.fromEntries(Object.entries(NAMES).map(([own, name]) => [own, ofPage(name)])));
  expect(paper).toBe(place === 1 ? '#ffffff' : ofPage('paper'));
});
