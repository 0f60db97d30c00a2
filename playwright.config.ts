import { existsSync } from 'node:fs';
import { defineConfig } from 'playwright/test';
import { findChromium } from './scripts/browser.ts';
import { FEATURES_OFF } from './scripts/browserFeatures.ts';
import { freePort } from './scripts/freePort.ts';

if (process.env.TEST_WORKER_INDEX === undefined && !existsSync('dist/index.html')) {
  // Else the server would have nothing to serve, and be waited for in vain.
  throw new Error('There is no dist/index.html. These tests run on the built page: run `npm run build` first.');
}

// Found once: the processes that run the tests read this file again, and their environment is this one's.
process.env.HEADLIGHT_PORT ??= String(await freePort(4183));
const port = process.env.HEADLIGHT_PORT;
const url = `http://127.0.0.1:${port}/`;
const executablePath = findChromium();

/** Tests of what happens in how much time, and of what is left in memory: nothing may run beside them. */
const ALONE = /\/(large|lifecycle|monkey)\.spec\.ts$/;

/** Files that take longest begin first: else, at the end, one worker would wait for them. Graphics in software is slow. */
const LONG = /\/(webgpu|shipped-webgpu|ablation-webgpu|lessonPages|ablation)\.spec\.ts$/;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  projects: [
    { name: 'alone', testMatch: ALONE },
    { name: 'long', testMatch: LONG },
    { name: 'beside', testIgnore: [ALONE, LONG] },
  ],
  // `npm test` runs two of those that may stand beside others: a page keeps one and a half cores busy.
  workers: 1,
  retries: 0,
  // What holds is found as soon as it does; a slow machine with other programs on it has the time that it needs.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: process.env.HEADLIGHT_E2E_REPORT ?? 'test-results/e2e.json' }]],
  use: {
    baseURL: url,
    browserName: 'chromium',
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--enable-unsafe-webgpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        FEATURES_OFF,
        // A microphone that beeps, which nobody has to allow.
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        // Each test loads the runtime anew: only what runs long is worth compiling a second time, which takes longer than the test.
        '--js-flags=--wasm-tiering-budget=200000000',
      ],
    },
    // One context for all tests that a process runs: a new one costs half a second of each. `e2e/support/headlight.ts` empties it.
    reuseContext: true,
    screenshot: 'only-on-failure',
    // It takes a good part of the time of every test; `--trace retain-on-failure` asks for it.
    trace: 'off',
  },
  webServer: {
    // It ends with this process, also where that is killed.
    command: `"${process.execPath}" --import tsx --import ./scripts/endWithParent.mjs scripts/serve.ts --port ${port}`,
    url,
    reuseExistingServer: false,
    timeout: 60_000,
  },
});
