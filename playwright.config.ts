import { existsSync } from 'node:fs';
import { defineConfig } from 'playwright/test';
import { findChromium } from './scripts/browser.ts';

if (process.env.TEST_WORKER_INDEX === undefined && !existsSync('dist/index.html')) {
  // Else the server would have nothing to serve, and be waited for in vain.
  throw new Error('There is no dist/index.html. These tests run on the built page: run `npm run build` first.');
}

const port = Number(process.env.HEADLIGHT_PORT ?? 4183);
const url = `http://127.0.0.1:${port}/`;
const executablePath = findChromium();

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  // One browser at a time: every page runs a model on all the cores there are.
  workers: 1,
  retries: 0,
  timeout: 60_000,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
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
      ],
    },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  webServer: {
    command: `"${process.execPath}" node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort`,
    url,
    reuseExistingServer: false,
    timeout: 60_000,
  },
});
