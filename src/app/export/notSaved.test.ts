import { expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { NotFetched } from '../parts/fetched.ts';
import { notSaved } from './notSaved.ts';

const gone = new NotFetched(new TypeError('Failed to fetch dynamically imported module'));
const memory = new RangeError('Array buffer allocation failed');
const figure = new AppError('figure-failed', 'the browser draws no picture so large');

test.each([
  ['run', gone, 'The run was not saved. A part of the page could not be fetched.'],
  ['inside', gone, 'The inside was not saved. A part of the page could not be fetched.'],
  ['figure', gone, 'The figure was not saved. A part of the page could not be fetched.'],
  [
    'run',
    memory,
    'The run was not saved. Try again; else shorten the sentence or close other tabs (Array buffer allocation failed).',
  ],
  ['inside', memory, 'The inside was not saved. Try again; else shorten the sentence'],
  ['figure', figure, 'The figure could not be drawn. The browser draws no picture so large.'],
] as const)('the %s: %s', (what, thrown, words) => {
  const { title, body } = notSaved(what, thrown);
  expect(`${title} ${body}`).toContain(words);
});
