import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { expect, test } from 'playwright/test';
import type { Page } from 'playwright/test';
import { Headlight } from './support/headlight.ts';

/** A page of somebody else, from a server of its own: the browser lets no other page show what this machine serves. */
let course: Server;
let frameTag = '';

test.beforeEach(async () => {
  course = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<!doctype html><title>Course</title>${frameTag}`);
  });
  await new Promise<void>((resolve) => {
    course.listen(0, '127.0.0.1', resolve);
  });
});
test.afterEach(() => {
  course.closeAllConnections();
  course.close();
});

/** Opens that page with this one in a frame that has so many rights. */
async function frameIn(page: Page, address: string, sandbox: string, sendsCors: boolean): Promise<void> {
  frameTag = `<iframe sandbox="${sandbox}" src="${address.replaceAll('&', '&amp;')}" width="900" height="600"></iframe>`;
  // Hosts such as GitHub Pages let everyone read what they serve; without that the scripts of such a frame do not come.
  if (sendsCors) {
    await page.context().route(`${new URL(address).origin}/**`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'access-control-allow-origin': '*' } });
    });
  }
  const listens = course.address();
  if (listens === null || typeof listens === 'string') throw new Error('the server has no port');
  await page.goto(`http://127.0.0.1:${listens.port}/`);
}

test('in a frame without an origin of its own the page says so and offers itself in a tab', async ({
  page,
  baseURL,
}) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const address = `${baseURL}?backend=wasm&text=One+two+three.`;
  await frameIn(page, address, 'allow-scripts allow-popups allow-popups-to-escape-sandbox', true);
  const frame = page.frameLocator('iframe');
  await expect(frame.getByRole('alert')).toContainText('No model can run in this frame.');
  await expect(frame.getByRole('textbox')).toHaveValue(address);
  const opened = page.waitForEvent('popup');
  await frame.getByRole('link', { name: 'Open Headlight in a tab of its own' }).click();
  const app = new Headlight(await opened);
  await app.settle();
  await expect(app.sentence).toHaveValue('One two three.');
  expect(errors).toEqual([]);
});

test('where no tab may be opened the address stands there to be copied', async ({ page, baseURL }) => {
  await frameIn(page, `${baseURL}?backend=wasm`, 'allow-scripts', true);
  const address = page.frameLocator('iframe').getByRole('textbox', { name: /copy this address/ });
  await expect(address).toHaveValue(`${baseURL}?backend=wasm`);
  await address.click();
  expect(await address.evaluate((input: HTMLInputElement) => [input.selectionStart, input.selectionEnd])).toEqual([
    0,
    `${baseURL}?backend=wasm`.length,
  ]);
});

for (const [what, sandbox] of [
  ['whose scripts do not come', 'allow-scripts'],
  ['that may run no scripts', ''],
] as const) {
  test(`in a frame ${what} a line of the page itself offers a tab`, async ({ page, baseURL }) => {
    const address = `${baseURL}?backend=wasm&head=L1H2`;
    await frameIn(page, address, sandbox, false);
    const frame = page.frameLocator('iframe');
    await expect(frame.getByText('Headlight has not started here.')).toBeVisible({ timeout: 15_000 });
    const link = frame.getByRole('link', { name: 'open it in a tab of its own' });
    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await link.evaluate((anchor: HTMLAnchorElement) => anchor.href)).toBe(address);
  });
}

test('that line is never seen where the page starts', async ({ page }) => {
  await page.goto('?backend=wasm');
  await new Headlight(page).settle();
  await expect(page.getByText('Headlight has not started here.')).toHaveCount(0);
});
