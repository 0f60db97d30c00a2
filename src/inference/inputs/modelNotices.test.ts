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
  inputsChosenNotice(
    [{ name: LONG, value: 1 }],
    [
      { name: LONG, value: 0 },
      { name: LONG, value: 1 },
    ],
  ),
  randomInputNotice([LONG, LONG]),
])('the notice $code is whole sentences, and short however long its detail', ({ title, body }) => {
  expect(title).toMatch(/^[A-Z].*\.$/);
  expect(body).toMatch(/\.$/);
  expect(body.length).toBeLessThan(600);
});

test('settings are told by their numbers, what was guessed as zeros or ones', () => {
  const filled = [
    { name: 'seen', value: 1 },
    { name: 'style', value: 0 },
  ] as const;
  const { body } = inputsChosenNotice([{ name: 'task_id', value: 0 }], filled);
  expect(body).toBe('What else it takes was set: task_id is 0; style: zeros; seen: ones.');
  expect(fixedLengthNotice(1, '[PAD]').title).toBe('This model reads exactly 1 token.');
});
