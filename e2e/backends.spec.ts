import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { test } from './support/headlight.ts';

/** The browser's WebGPU in software; compiling its shaders takes seconds. */
test.describe.configure({ timeout: 120_000 });

test('WebGPU gives the weights of WASM, compares itself with it, and the page says which one runs', async ({
  app,
  page,
}) => {
  const stages = await watchText(page);
  await app.open({ backend: 'webgpu' });
  await expect(app.badge).toHaveAttribute('data-backend', 'webgpu');
  await expect(app.badge).toContainText(/^WebGPU.* fp32/);
  expect(await stages()).toContain('Comparing WebGPU with WASM');
  await expect(page.getByText('WebGPU and WASM differ')).toBeHidden();
  await expect(page.getByText('could not be compared')).toBeHidden();
  const onGpu = await app.export();
  expect(onGpu.json.backend.name).toBe('webgpu');

  // The old picture stays until the other backend has its own.
  await app.backend.selectOption('wasm');
  await app.settle('loading');
  await expect(app.cells).toHaveCount(32);
  await app.settle();
  await expect(app.badge).toHaveAttribute('data-backend', 'wasm');
  await expect(app.badge).toContainText(/^WASM · \d threads? · fp32/);
  const onCpu = await app.export();
  expect(onCpu.json.backend.name).toBe('wasm');

  expect(onGpu.attention).toHaveLength(4 * 8 * 15 * 15);
  expect(largestDifference(onGpu.attention, onCpu.attention)).toBeLessThan(1e-3);
  expect(largestDifference(onGpu.logits, onCpu.logits)).toBeLessThan(1e-2);
  // They are two computations, not one shown twice.
  expect(largestDifference(onGpu.logits, onCpu.logits)).toBeGreaterThan(0);
  expect(onGpu.json.labels.map(({ status }) => status)).toEqual(onCpu.json.labels.map(({ status }) => status));
});

test('a lost graphics device is told, and the model goes on with WASM under the same picture', async ({
  app,
  page,
  browser,
}) => {
  await app.open({ backend: 'webgpu', head: 'L0H6' });
  await expect(app.badge).toHaveAttribute('data-backend', 'webgpu');
  const before = await app.export();
  await page.evaluate(() => (window.seenStates = []));
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess');
  await expect(page.getByRole('status').filter({ hasText: 'The graphics device was lost.' })).toBeVisible({
    timeout: 30_000,
  });
  await expect(app.badge).toHaveAttribute('data-backend', 'wasm');
  await app.settle();
  expect(await page.evaluate(() => window.seenStates)).not.toContain('failed');
  await expect(app.alert).toBeHidden();
  expect(await app.pinned()).toEqual(['L0H6']);
  const after = await app.export();
  expect(after.json.backend.name).toBe('wasm');
  expect(after.json.text).toBe(before.json.text);
  expect(largestDifference(before.attention, after.attention)).toBeLessThan(1e-3);
  await app.type('It still answers.');
  await expect(app.tokens.last()).toHaveText('.');
});

test('left to itself the page does not take WebGPU in software', async ({ app, page }) => {
  await app.open({ backend: 'auto' });
  await expect(app.badge).toHaveAttribute('data-backend', 'wasm');
  await expect(page.getByText('WebGPU here')).toBeHidden();
});

test('WASM uses the threads that an isolated page may have', async ({ app, page }) => {
  await app.open();
  expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(true);
  const nCores = await page.evaluate(() => navigator.hardwareConcurrency);
  const { threads } = (await app.export()).json.backend;
  expect(threads).toBe(Math.max(1, Math.min(4, Math.ceil(nCores / 2))));
  await expect(app.badge).toContainText(`${threads} thread`);
});

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.length === b.length ? Math.max(...a.map((value, i) => Math.abs(value - b[i]!))) : Infinity;
}

/** Collects all text that the page ever shows while it loads. */
async function watchText(page: Page): Promise<() => Promise<string>> {
  await page.addInitScript(() => {
    const seen = new Set<string>();
    new MutationObserver(() => {
      const text = document.querySelector('label:has(progress)')?.textContent;
      if (text) seen.add(text);
      document.documentElement.dataset['seenText'] = [...seen].join('\n');
    }).observe(document, { childList: true, characterData: true, subtree: true });
  });
  return async () => (await page.locator('#root').getAttribute('data-seen-text')) ?? '';
}
