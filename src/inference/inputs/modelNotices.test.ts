import { expect, test } from 'vitest';
import type { ModelNotice } from '../protocol.ts';
import {
  causalMaskNotice,
  filmNotice,
  fixedLengthNotice,
  headsFixedNotice,
  inputsChosenNotice,
  lastPassNotice,
  randomInputNotice,
  severalGraphsNotice,
  IDS_NOTICE,
  ONE_LINE_NOTICE,
  WINDOWS_NOTICE,
} from './modelNotices.ts';

const LONG = 'n'.repeat(60_000);

/** Each with details as long as files may have them. */
const NOTICES: Readonly<Record<ModelNotice, ReturnType<typeof headsFixedNotice>>> = {
  'fixed-length': fixedLengthNotice(8, LONG),
  film: filmNotice(16),
  'one-line': ONE_LINE_NOTICE,
  windows: WINDOWS_NOTICE,
  'causal-mask': causalMaskNotice(LONG),
  'last-pass': lastPassNotice([LONG, LONG]),
  'ids-typed': IDS_NOTICE,
  'heads-fixed': headsFixedNotice(LONG),
  'several-graphs': severalGraphsNotice([`onnx/${LONG}`, LONG]),
  'inputs-chosen': inputsChosenNotice(
    [{ name: LONG, value: 1 }],
    [
      { name: LONG, value: 0 },
      { name: LONG, value: 1 },
    ],
  ),
  'random-input': randomInputNotice([LONG, LONG]),
};

test.each(Object.entries(NOTICES))(
  'the notice %s is whole sentences, and short however long its detail',
  (code, notice) => {
    const { title, body } = notice;
    expect(notice.code).toBe(code);
    expect(title).toMatch(/^[A-Z].*\.$/);
    expect(body).toMatch(/\.$/);
    expect(body.length).toBeLessThan(600);
  },
);

test('settings are told by their numbers, what was guessed as zeros or ones', () => {
  const filled = [
    { name: 'seen', value: 1 },
    { name: 'style', value: 0 },
  ] as const;
  const { body } = inputsChosenNotice([{ name: 'task_id', value: 0 }], filled);
  expect(body).toBe('What else it takes was set: task_id is 0; style: zeros; seen: ones.');
  expect(fixedLengthNotice(1, '[PAD]').title).toBe('This model reads exactly 1 token.');
});
