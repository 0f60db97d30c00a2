import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { test } from './support/headlight.ts';

test('the help sheet leads to the licences of everything that the page is made of', async ({ app, page }) => {
  await app.open();
  await page.getByRole('button', { name: 'Help and keys' }).click();
  const opened = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Licences' }).click();
  const text = (await (await opened).locator('body').textContent()) ?? '';
  expect(text).toContain('The Headlight authors');
  const [, listed = ''] = /"dependencies": \{([^}]*)\}/.exec(readFileSync('package.json', 'utf8')) ?? [];
  const names = [...listed.matchAll(/"([^"]+)":/g)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(5);
  // What the service worker is made of is built in.
  names.push('workbox-precaching', 'workbox-routing', 'workbox-strategies');
  for (const name of names) {
    const folder = join('node_modules', name);
    const about = readFileSync(join(folder, 'package.json'), 'utf8');
    const field = (key: string): string => new RegExp(`"${key}": "([^"]*)"`).exec(about)?.[1] ?? 'missing';
    // Its modules are packages of their own.
    if (name === 'd3') {
      expect(text).toMatch(/\nd3-scale [\d.]+ \(ISC\)/);
      continue;
    }
    expect(text).toContain(`\n${field('name')} ${field('version')} (${field('license')})`);
    const licence = join(folder, 'LICENSE');
    if (existsSync(licence)) expect(text, name).toContain(readFileSync(licence, 'utf8').trim());
  }
});
