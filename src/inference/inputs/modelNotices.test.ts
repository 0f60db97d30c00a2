import { expect, test } from 'vitest';
import {
  fixedLengthNotice,
  headsFixedNotice,
  inputsChosenNotice,
  randomInputNotice,
  IDS_NOTICE,
  WINDOWS_NOTICE,
} from './modelNotices.ts';

const LONG = 'n'.repeat(60_000);

test.each([
  fixedLengthNotice(8, LONG),
  WINDOWS_NOTICE,
  IDS_NOTICE,
  headsFixedNotice(LONG),
  inputsChosenNotice([{ name: LONG, value: 1 }], [LONG, LONG]),
  randomInputNotice([LONG, LONG]),
])('the notice $code is whole sentences, and short however long its detail', ({ title, body }) => {
  expect(title).toMatch(/^[A-Z].*\.$/);
  expect(body).toMatch(/\.$/);
  expect(body.length).toBeLessThan(600);
});

test('settings are told by their numbers, what was guessed as zeros', () => {
  const { body } = inputsChosenNotice([{ name: 'task_id', value: 0 }], ['style']);
  expect(body).toBe('What else it takes was set: task_id is 0; style: zeros.');
  expect(fixedLengthNotice(1, '[PAD]').title).toBe('This model reads exactly 1 token.');
});
