import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../core/errors.ts';
import type { ModelNotice, Notice } from '../../inference/protocol.ts';
import { ablationMessage, insideMessage, timingMessage } from './besideMessages.ts';
import { errorMessage, noticeMessage } from './messages.ts';
import { canRetry, hasMessages } from '../shown/pageState.ts';
import { ERROR_CODES } from '../testing/errorCodes.ts';
import { CARD, HYBRID, SUPPORT, WASM } from '../testing/models.ts';

/** What a message can ask of the person who reads it. */
const TO_DO =
  /\b(Check|Choose|Change|Try|Open|Press|Shorten|Save|Fetch|Close|Make|Use|Take|Allow|Load|Wait)\b|try again|try the other/;

const LONG = 'n'.repeat(60_000);

/** What is asked beside the run on screen. */
const BESIDE = [
  ['heads were to be switched off', ablationMessage],
  ['the inside was asked about', insideMessage],
  ['a layer was to be timed', timingMessage],
] as const;

describe.each(ERROR_CODES)('the message of %s', (code) => {
  test('has words of its own', () => {
    const { title } = errorMessage({ code, detail: 'detail' });
    expect(title).toMatch(/^[A-Z].*\.$/);
    const others: readonly ErrorCode[] = ERROR_CODES.filter((other) => other !== code);
    expect(others.map((other) => errorMessage({ code: other, detail: 'detail' }).title)).not.toContain(title);
  });

  test('says what to do, whatever the detail is, and stays short', () => {
    for (const detail of ['', 'detail', LONG]) {
      const { body } = errorMessage({ code, detail });
      expect(body).toMatch(TO_DO);
      expect(body.length).toBeLessThan(600);
      expect(body).not.toMatch(/\.\.|undefined/);
    }
  });

  test.each(BESIDE)('is as short where %s', (_, wordsOf) => {
    const { title, body } = wordsOf({ code, detail: LONG });
    expect(body.length).toBeLessThan(600);
    expect(title).toMatch(/^[A-Z].*\.$/);
    // It is no trouble of the sentence, nor does the button of the page's own message stand beside it.
    expect([code, code === 'run-failed' && title.includes('sentence')]).toEqual([code, false]);
    expect(body).not.toContain('“Try again”');
  });
});

test.each(ERROR_CODES)('the message of %s speaks of no sentence where there is a picture', (code) => {
  const { title, body } = errorMessage({ code, detail: '' }, 'picture');
  expect(`${title} ${body}`).not.toContain('sentence');
  expect(body).toMatch(TO_DO);
});

test('a detail is told as a sentence, and one that was cut shows that it was', () => {
  expect(errorMessage({ code: 'bad-input', detail: 'it is no text' }).body).toBe(
    'It is no text. Change it and try again.',
  );
  expect(errorMessage({ code: 'bad-input', detail: LONG }).body).toMatch(/^Nn+… Change it and try again\.$/);
});

/** Those that leave no model: their message is the model's. */
const ENDS_THE_MODEL: readonly ErrorCode[] = ['worker-crashed', 'runtime-unfetched'];

test('“Try again” is named by messages alone that have the button beside them', () => {
  const model = { status: 'ready', model: HYBRID, backend: WASM, card: CARD, ablation: SUPPORT } as const;
  for (const code of ERROR_CODES) {
    const error = { code, detail: 'detail' };
    // Where a model is open the button brings back what was stopped; where one could not be opened it is always there.
    const isRunError = canRetry({ model, runError: error });
    const isNamed = errorMessage(error).body.includes('“Try again”');
    expect([code, isNamed && !isRunError && !ENDS_THE_MODEL.includes(code)]).toEqual([code, false]);
    expect(canRetry({ model: { status: 'failed', error }, runError: null })).toBe(true);
  }
});

type OfMachine = Exclude<Notice['code'], ModelNotice>;

/** One of each kind that has its words here. */
const NOTICES: { readonly [Code in OfMachine]: Extract<Notice, { readonly code: Code }> } = {
  'webgpu-unavailable': { code: 'webgpu-unavailable', detail: LONG },
  'webgpu-failed': { code: 'webgpu-failed', detail: LONG },
  'gpu-lost': { code: 'gpu-lost', detail: LONG },
  'self-test-failed': { code: 'self-test-failed', detail: LONG },
  'webgpu-unsuited': { code: 'webgpu-unsuited', detail: LONG },
  'recording-warning': { code: 'recording-warning', detail: LONG },
  'link-broken': { code: 'link-broken', detail: LONG },
  'link-heads-missing': { code: 'link-heads-missing', detail: LONG },
  'heads-differ-from-config': { code: 'heads-differ-from-config', detail: LONG },
  'update-waiting': { code: 'update-waiting' },
  'worker-restarted': { code: 'worker-restarted' },
  'link-unfetched': { code: 'link-unfetched' },
  'files-unfetched': { code: 'files-unfetched' },
  'pad-unfetched': { code: 'pad-unfetched' },
  'self-test-passed': { code: 'self-test-passed', maxDifference: 1e-7 },
  'self-test-differs': { code: 'self-test-differs', maxDifference: 0.1 },
};

test.each(Object.values(NOTICES))('the notice $code is short, however long its detail', (notice) => {
  expect(noticeMessage(notice)?.body.length ?? 0).toBeLessThan(600);
});

test.each(Object.values(NOTICES))('$code is announced if it has words', (notice) => {
  const model = { status: 'ready', model: HYBRID, backend: WASM, card: CARD, ablation: SUPPORT } as const;
  expect(hasMessages({ model, runError: null, notices: [notice] })).toBe(noticeMessage(notice) !== null);
});

test('the name of a file that begins a message stays as it is', () => {
  const { body } = errorMessage({ code: 'bad-recording', detail: 'half.npz is cut short' });
  expect(body).toMatch(/^half\.npz is cut short\. /);
  expect(errorMessage({ code: 'bad-recording', detail: 'there is no attention' }).body).toMatch(
    /^There is no attention\. /,
  );
});
