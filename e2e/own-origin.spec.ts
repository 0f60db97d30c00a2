import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { bookworm } from '../scripts/hub/content.ts';
import { Hub } from '../scripts/hub/hubServer.ts';
import { test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';

/** Every address that the page and its workers ask for, from now on. */
function watchRequests(page: Page): readonly URL[] {
  const asked: URL[] = [];
  page.context().on('request', (request) => asked.push(new URL(request.url())));
  page.on('websocket', (socket) => asked.push(new URL(socket.url())));
  return asked;
}

const originsOf = (asked: readonly URL[]) => [...new Set(asked.map(({ origin }) => origin))].toSorted();

test.describe('where WebAssembly cannot wait for promises', () => {
  /** The browser's WebGPU in software; compiling its shaders takes seconds. */
  test.describe.configure({ timeout: 120_000 });

  test('WebGPU runs by the other build of the runtime, which lies on the same site', async ({ app, page, baseURL }) => {
    const asked = watchRequests(page);
    // Workers see nothing of a script that is added to the page.
    let nWorkers = 0;
    await page.route(/\/worker-[^/]*\.js$/, async (route) => {
      const response = await route.fetch();
      nWorkers += 1;
      await route.fulfill({ response, body: `delete WebAssembly.Suspending;\n${await response.text()}` });
    });
    await app.open({ backend: 'webgpu' });
    expect(nWorkers).toBeGreaterThan(0);
    await expect(app.badge).toHaveAttribute('data-backend', 'webgpu');
    await expect(app.cells).toHaveCount(32);
    const paths = asked.map(({ pathname }) => pathname);
    expect(paths.filter((path) => /asyncify.*\.wasm$/.test(path))).not.toEqual([]);
    expect(paths.filter((path) => /jspi.*\.wasm$/.test(path))).toEqual([]);
    expect(originsOf(asked)).toEqual([new URL(baseURL ?? '').origin]);
  });
});

test('of all others only the hub that was asked for is asked, and where it sends one for large files', async ({
  app,
  page,
  baseURL,
}) => {
  const hub = await Hub.open();
  try {
    const id = 'headlight/bookworm-bert';
    hub.publish(id, bookworm('bookworm-bert'));
    const asked = watchRequests(page);
    await app.open();
    const own = new URL(baseURL ?? '').origin;
    expect(originsOf(asked)).toEqual([own]);
    await app.rerun(() => new OpenDialog(page).load(id, hub.url));
    await app.type('Nobody else hears of this.');
    const elsewhere = asked.filter(({ origin }) => origin !== own);
    // The list, the JSON beside the model, and the model itself from where the hub keeps large files.
    const model = elsewhere.filter(({ origin }) => origin !== hub.url);
    expect(model.map(({ pathname }) => pathname)).toEqual([expect.stringMatching(/^\/cdn\/.*\/onnx\/model\.onnx$/)]);
    expect(elsewhere.length).toBeGreaterThan(3);
    // What is typed goes nowhere.
    const told = [...elsewhere.map(({ href }) => href), ...hub.requests.map(({ path }) => path)].join('\n');
    expect(told).not.toMatch(/Nobody|hears/);
    expect(new Set(hub.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
  } finally {
    await hub.close();
  }
});
