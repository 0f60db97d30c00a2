import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'playwright/test';
import type { Headlight } from './support/headlight.ts';
import { test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { tone, wav } from './support/sounds.ts';

const FOLDERS = resolve(import.meta.dirname, '../../shared/fixtures/zoo-c');

test.skip(!existsSync(FOLDERS), 'the files lie in ../shared/fixtures/zoo-c');

/** Opens the files of a family as they lie. */
async function openFamily(app: Headlight, family: string): Promise<void> {
  const folder = `${FOLDERS}/${family}`;
  const files = readdirSync(folder).flatMap((name) => (name === 'expected.json' ? [] : [`${folder}/${name}`]));
  await app.open();
  await app.reopen(() => new OpenDialog(app.page).pick(files));
}

const choose = (app: Headlight, seconds: number, rate = 16_000): Promise<void> =>
  app.rerun(() =>
    app.page.getByLabel('Sound', { exact: true }).setInputFiles(wav('tone.wav', tone(seconds, rate), rate)),
  );

test('a sound of another rate is heard in tokens that are called after their seconds', async ({ app, page }) => {
  await openFamily(app, 'wav2vec2');
  await expect(page.getByText('Choose a sound, drop one on the page, or record one.')).toBeVisible();
  await choose(app, 0.5, 44_100);
  await expect(app.cells).toHaveCount(2 * 3);
  // 0.5 s at 16 kHz in steps of 10 x 8 x 4 samples.
  await expect(app.tokens).toHaveCount(25);
  await expect(app.tokens.nth(12)).toHaveText('0.24 s');
  await expect(page.getByText('tone.wav: 0.5 s', { exact: true })).toBeVisible();
  await expect(page.getByRole('img', { name: /^The sound, 0.50 s/ })).toBeVisible();
});

test('a spectrogram model hears its own length, in bands, and names classes', async ({ app, page }) => {
  await openFamily(app, 'ast');
  await choose(app, 0.5);
  await expect(app.cells).toHaveCount(2 * 4);
  // 0.4 s of 0.5, in 6 steps and 2 bands behind [CLS] and [DIST].
  await expect(page.getByText('tone.wav: only its first 0.4 s of 0.5 s are heard')).toBeVisible();
  await expect(app.tokens).toHaveCount(14);
  await expect(app.tokens.nth(1)).toHaveText('[DIST]');
  await expect(app.tokens.nth(13)).toHaveText('0.30 s b1');
  await expect(page.getByRole('list', { name: 'Classes' }).getByRole('listitem')).toHaveCount(7);
});

test('Whisper hears a second, and its target is written or typed; cross-attention looks at moments', async ({
  app,
  page,
}) => {
  await openFamily(app, 'whisper');
  await expect(page.getByText('This model hears exactly 1 s.')).toBeVisible();
  await choose(app, 0.7);
  await expect(app.cells).toHaveCount(2 * 3);
  await expect(page.getByText('tone.wav: 0.7 s, then silence up to 1 s')).toBeVisible();
  await expect(app.tokens).toHaveCount(25);
  await expect(app.tokens.nth(6)).toHaveText('0.24 s');
  await expect(app.tokens.nth(24)).toHaveText('0.96 s, silence');
  await app.typeTarget('7 8');
  await app.stack.selectOption('cross');
  await expect(app.cells).toHaveCount(2 * 4);
  const source = page.getByRole('listbox', { name: 'Source tokens (keys)' });
  await expect(source.getByRole('option')).toHaveCount(25);
  await expect(page.getByRole('listbox', { name: 'Target tokens (queries)' }).getByRole('option')).toHaveText([
    '3',
    '7',
    '8',
  ]);
  // A moment of the sound is asked who looks at it.
  await source.getByRole('option').nth(6).click();
  await expect(page.getByText('Bright: what looks at 0.24 s')).toBeVisible();
  await app.stack.selectOption('decoder');
  await expect(page.getByRole('img', { name: /^The sound/ })).toHaveCount(0);
});

test('what is played is lit, from the asked moment on, until it is over or paused', async ({ app, page }) => {
  await openFamily(app, 'wav2vec2');
  await choose(app, 8);
  await app.tokens.nth(50).click();
  await page.getByRole('button', { name: 'Play from 1.00 s' }).click();
  const playhead = page.locator('#playhead');
  await expect(playhead).toBeVisible();
  const percent = () => playhead.evaluate((line) => Number.parseFloat(line.style.left));
  await expect.poll(percent).toBeGreaterThan(14);
  // The asked moment is 1.00 s; another is lit while it is played.
  await expect(page.getByText(/^Bright: where (1\.[1-9]|[2-7]\.\d)\d s looks/)).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(playhead).toBeHidden();
  await expect(page.getByText('Bright: where 1.00 s looks')).toBeVisible();
});

test('the microphone is asked for when it is pressed, and let go when it is stopped', async ({ app, page }) => {
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    const own = mediaDevices.getUserMedia.bind(mediaDevices);
    Object.assign(window, { microphones: [] as MediaStreamTrack[] });
    mediaDevices.getUserMedia = async (wanted) => {
      const stream = await own(wanted);
      Reflect.get(window, 'microphones').push(...stream.getTracks());
      return stream;
    };
  });
  await openFamily(app, 'wav2vec2');
  const states = () =>
    page.evaluate(() => Reflect.get(window, 'microphones').map((track: MediaStreamTrack) => track.readyState));
  expect(await states()).toEqual([]);
  // Two quick presses are one.
  await page.getByRole('button', { name: 'Record', exact: true }).evaluate((button: HTMLElement) => {
    button.click();
    button.click();
  });
  const stop = page.getByRole('button', { name: /^Stop at/ });
  // Half a second or more: how often it is looked at is not for a test to say.
  await expect(stop).toHaveText(/Stop at (0\.[5-9]|[1-9]\d*\.\d) of/);
  expect(await states()).toEqual(['live']);
  await app.rerun(() => stop.click());
  expect(await states()).toEqual(['ended']);
  await expect(page.getByText(/^recording 1: \d\.\d+ s$/)).toBeVisible();
  await expect(app.cells).toHaveCount(2 * 3);
});

test('what is no sound, and a microphone that is refused, are told, and what was heard stays', async ({
  app,
  page,
}) => {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await openFamily(app, 'wav2vec2');
  await choose(app, 0.5);
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await expect(page.getByText('The browser did not allow the microphone.')).toBeVisible();
  await page
    .getByLabel('Sound', { exact: true })
    .setInputFiles({ name: 'noise.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('no sound at all') });
  await expect(app.alert).toContainText('noise.mp3 is not a sound this browser can read');
  // The browser tells of the same file again, and what is on screen can be played.
  await expect(page.getByLabel('Sound', { exact: true })).toHaveValue('');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect(app.tokens).toHaveCount(25);
});
