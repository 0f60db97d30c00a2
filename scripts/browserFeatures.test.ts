import { chromium } from 'playwright';
import { expect, test } from 'vitest';
import { FEATURES_OFF, OFF_FOR_PLAYWRIGHT } from './browserFeatures.ts';

test('tests turn off what Playwright turns off, and more', async () => {
  // It tells with what it would have begun a browser when that cannot begin.
  const told = await chromium.launch({ executablePath: process.execPath, args: [FEATURES_OFF] }).then(() => '', String);
  const lists = [...told.matchAll(/--disable-features=(\S+)/g)].map(([, list = '']) => list.split(','));
  expect(lists[0]).toEqual(OFF_FOR_PLAYWRIGHT);
  expect(lists[1]?.slice(0, OFF_FOR_PLAYWRIGHT.length)).toEqual(OFF_FOR_PLAYWRIGHT);
});
