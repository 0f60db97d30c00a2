import { expect } from 'playwright/test';
import { built } from './support/files.ts';
import { test } from './support/headlight.ts';
import { halfOfIt, missing, unreachable } from './support/site.ts';

for (const [what, name, spoil] of [
  ['the script of the worker', /^worker-.*\.js$/, unreachable],
  ['the script of the runtime', /^ort\.wasm\..*\.js$/, unreachable],
  ['a script of the runtime that is not there', /^ort\.wasm\..*\.js$/, missing],
  ['the binary of the runtime', /^ort-wasm-simd-threaded-.*\.wasm$/, unreachable],
  ['a binary of the runtime that is not there', /^ort-wasm-simd-threaded-.*\.wasm$/, missing],
  ['half the binary of the runtime', /^ort-wasm-simd-threaded-.*\.wasm$/, halfOfIt],
] as const) {
  test(`${what}: that it did not come is told, and "Try again" fetches it`, async ({ app, page, site }) => {
    site.spoil(built(name), spoil);
    await app.goto({}, site.url);
    await app.settle('failed');
    await expect(app.alert).toContainText('A part of the page that runs models could not be fetched.');
    site.mend();
    await page.getByRole('button', { name: 'Try again' }).click();
    await app.settle();
    await expect(app.cells).toHaveCount(32);
  });
}
