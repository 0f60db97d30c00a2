import { readFileSync } from 'node:fs';
import { expect } from 'playwright/test';
import { test } from './support/headlight.ts';
import { watchPage } from './support/watchPage.ts';

/** The policy as it stands in the built page: each directive with its sources. */
function builtPolicy(): ReadonlyMap<string, readonly string[]> {
  const html = readFileSync('dist/index.html', 'utf8').replaceAll('&#39;', "'");
  const [, text = ''] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html) ?? [];
  const directives = text.split('; ').map((directive) => directive.split(' '));
  return new Map(directives.map(([name = '', ...sources]) => [name, sources]));
}

test('the built page refuses what it does not name, ahead of everything that it loads', () => {
  const policy = builtPolicy();
  expect(policy.get('default-src')).toEqual(["'none'"]);
  expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
  expect(policy.get('worker-src')).toEqual(["'self'"]);
  expect(policy.get('style-src')).toEqual(["'self'"]);
  // Any mirror that a person may choose, and no socket.
  expect(policy.get('connect-src')).toEqual(["'self'", 'https:', 'http:']);
  const sources = [...policy.values()].flat();
  expect(sources.filter((source) => /unsafe-(inline|eval|hashes)|\*/.test(source))).toEqual(["'wasm-unsafe-eval'"]);
  const html = readFileSync('dist/index.html', 'utf8');
  expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.search(/<(script|link|style)\b/));
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
});

test('what the policy refuses is refused, and seen by the tests', async ({ page }) => {
  const errors = await watchPage(page);
  await page.goto('?backend=wasm');
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'document.documentElement.dataset.injected = "yes"';
    document.head.append(script);
    const style = document.createElement('style');
    style.textContent = 'body { --injected: yes }';
    document.head.append(style);
    const frame = document.createElement('iframe');
    frame.src = 'https://elsewhere.example/';
    document.body.append(frame);
    await new Promise((resolve) => setTimeout(resolve, 500));
    return [
      document.documentElement.dataset['injected'],
      getComputedStyle(document.body).getPropertyValue('--injected'),
    ];
  });
  expect(ran).toEqual([undefined, '']);
  const refused = errors.join('\n');
  for (const directive of ['script-src', 'style-src', 'default-src']) expect(refused).toContain(directive);
});

test('the runtime starts threads of its own under the policy, in an isolated page', async ({ app, page }) => {
  // On any machine; workers see nothing of a script that is added to the page.
  await page.route(/\/worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    const body = `Object.defineProperty(navigator, 'hardwareConcurrency', { value: 8 });\n${await response.text()}`;
    await route.fulfill({ response, body });
  });
  await app.open();
  await expect(app.badge).toContainText('4 threads');
  await expect(app.cells).toHaveCount(32);
  expect(page.workers().length).toBeGreaterThan(1);
});
