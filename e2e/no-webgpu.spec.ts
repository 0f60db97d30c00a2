import { expect } from 'playwright/test';
import { test as base } from './support/headlight.ts';

/** A browser without WebGPU, in pages and in workers. */
const test = base.extend({
  launchOptions: [
    async ({ launchOptions }, provide) => {
      const args = (launchOptions.args ?? []).filter((arg) => !arg.includes('webgpu'));
      await provide({
        ...launchOptions,
        args: [...args, '--disable-blink-features=WebGPU', '--disable-features=WebGPU'],
      });
    },
    { scope: 'worker' },
  ],
});

test('who asks for WebGPU where there is none gets WASM and is told so', async ({ app, page }) => {
  await app.open({ backend: 'webgpu' });
  // Asked in the page's own worker: its policy allows no other.
  const [worker] = page.workers();
  const inWorker = await worker?.evaluate(
    async () => (await (navigator as { gpu?: GPU }).gpu?.requestAdapter()) instanceof Object,
  );
  expect(inWorker).toBe(false);
  await expect(app.badge).toHaveAttribute('data-backend', 'wasm');
  const notice = page.getByRole('status').filter({ hasText: 'No WebGPU here.' });
  await expect(notice).toContainText('the model runs on WASM');
  await expect(app.cells).toHaveCount(32);
  expect((await app.export()).json.backend.name).toBe('wasm');
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toBeHidden();
});

test('who asks for nothing gets WASM without a word', async ({ app, page }) => {
  await app.open({ backend: 'auto' });
  await expect(app.badge).toHaveAttribute('data-backend', 'wasm');
  await expect(page.getByText('WebGPU here')).toBeHidden();
});
