import { expect, test } from 'vitest';
import { notSaved } from './notSaved.ts';

const memory = { code: 'figure-failed', detail: 'Array buffer allocation failed' } as const;
const figure = { code: 'figure-failed', detail: 'the browser draws no picture so large' } as const;

test.each([
  ['run', 'unfetched', 'The run was not saved. A part of the page could not be fetched.'],
  ['inside', 'unfetched', 'The inside was not saved. A part of the page could not be fetched.'],
  ['table', 'unfetched', 'The table was not saved. A part of the page could not be fetched.'],
  ['figure', 'unfetched', 'The figure was not saved. A part of the page could not be fetched.'],
  [
    'run',
    memory,
    'The run was not saved. Try again; else shorten the sentence or close other tabs (Array buffer allocation failed).',
  ],
  ['inside', memory, 'The inside was not saved. Try again; else shorten the sentence'],
  ['figure', figure, 'The figure could not be drawn. The browser draws no picture so large.'],
] as const)('the %s: %s', (what, why, words) => {
  const { title, body } = notSaved({ what, why });
  expect(`${title} ${body}`).toContain(words);
});
