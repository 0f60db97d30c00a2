import { readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { expect } from 'playwright/test';
import { keptTest as test, test as testAnew } from './support/headlight.ts';
import type { Headlight } from './support/headlight.ts';

/** A figure that the page has saved. */
async function figure(app: Headlight, what: string, format: 'SVG' | 'PNG'): Promise<{ name: string; bytes: Buffer }> {
  const saved = await app.save(`Figure: ${what} as ${format}`);
  await expect(app.page.getByRole('menuitem')).toHaveCount(0);
  return { name: saved.suggestedFilename(), bytes: readFileSync(await saved.path()) };
}

type Seen = { readonly width: number; readonly height: number; readonly cells: readonly (readonly string[])[] };

/**
 * Loads a picture as an image and reads the colour in the middle of every cell of its n-th head; where the cells lie says the
 * SVG, which the PNG is a picture of.
 */
async function cellsIn(page: Page, svg: string, image: Buffer, type: string, nth = 0): Promise<Seen> {
  const args = { svg, address: `data:${type};base64,${image.toString('base64')}`, nth };
  return page.evaluate(async ({ svg: text, address, nth: index }) => {
    const box = document.createElement('div');
    box.style.cssText = 'position:absolute;left:0;top:0';
    box.append(document.importNode(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement, true));
    document.body.append(box);
    const root = box.querySelector('svg');
    const group = box.querySelectorAll<SVGGElement>('g[transform^="scale("]')[index];
    const size = group?.querySelector('path')?.getAttribute('d')?.match(/\d+/g)?.map(Number) ?? [];
    const [place, origin] = [group?.getScreenCTM(), root?.getBoundingClientRect()];
    if (!root || !place || !origin) throw new Error('no cells');
    const shown = new Image();
    shown.src = address;
    await shown.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [shown.naturalWidth, shown.naturalHeight];
    const factor = shown.naturalWidth / Number(root.getAttribute('width'));
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context?.drawImage(shown, 0, 0);
    const [, , nKeys = 0, nQueries = 0] = size;
    const cells = Array.from({ length: nQueries }, (_, query) =>
      Array.from({ length: nKeys }, (__, key) => {
        const at = new DOMPoint(key + 0.5, query + 0.5).matrixTransform(place);
        const [x, y] = [(at.x - origin.left) * factor, (at.y - origin.top) * factor];
        return String(context?.getImageData(Math.floor(x), Math.floor(y), 1, 1).data.slice(0, 3));
      }),
    );
    box.remove();
    return { width: shown.naturalWidth, height: shown.naturalHeight, cells };
  }, args);
}

/** What a figure paints where the screen leaves a cell out. */
const LEFT_OUT = '236,233,226';

async function cellsOnScreen(page: Page, head: string): Promise<string[][]> {
  const canvas = page.getByLabel(`Head ${head}`, { exact: true }).locator('canvas');
  return canvas.evaluate((element: HTMLCanvasElement, leftOut) => {
    const { width, height } = element;
    const data = element.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    return Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (__, x) => {
        const [red, green, blue, alpha] = data.slice(4 * (y * width + x), 4 * (y * width + x) + 4);
        return alpha === 0 ? leftOut : `${red},${green},${blue}`;
      }),
    );
  }, LEFT_OUT);
}

for (const [how, query] of [
  ['as it is', {}],
  ['of a model that looks both ways', { model: 'bookworm-bert' }],
  ['with each head on its own scale', { scale: 'head' }],
  ['by powers of ten, without special tokens', { scale: 'log', hide: '1' }],
  ['changed by heads switched off', { ablate: 'L0H6', picture: 'after' }],
  ['as a difference', { ablate: 'L0H6', picture: 'difference' }],
] as const) {
  test(`a figure has the colours of the screen, SVG and PNG: ${how}`, async ({ app, page }) => {
    await app.open({ head: 'L3H7,L1H2', theme: 'light', evidence: '0', ...query });
    if ('ablate' in query) await app.measured();
    const svg = await figure(app, 'pinned heads', 'SVG');
    const png = await figure(app, 'pinned heads', 'PNG');
    const text = svg.bytes.toString('utf8');
    for (const [index, head] of ['L3H7', 'L1H2'].entries()) {
      const expected = await cellsOnScreen(page, head);
      expect(new Set(expected.flat()).size).toBeGreaterThan(5);
      const drawn = await cellsIn(page, text, svg.bytes, 'image/svg+xml', index);
      expect(drawn.cells).toEqual(expected);
      const painted = await cellsIn(page, text, png.bytes, 'image/png', index);
      expect(painted.cells).toEqual(expected);
      expect([painted.width, painted.height]).toEqual([3 * drawn.width, 3 * drawn.height]);
    }
  });
}

test('a figure says what it shows, whatever the page looks like', async ({ app, page }) => {
  const query = { text: 'The <b>boy</b> saw & paid.', head: 'L0H6', hide: '1', ablate: 'L2H3' };
  await app.open({ ...query, theme: 'light' });
  await app.measured();
  const light = await figure(app, 'pinned heads', 'SVG');
  await app.open({ ...query, theme: 'dark', large: '1' });
  await app.measured();
  const dark = await figure(app, 'pinned heads', 'SVG');
  expect(light.name).toBe('headlight-bookworm-gpt-pinned.svg');
  expect(dark.bytes.equals(light.bytes)).toBe(true);
  const texts = await page.evaluate((svg) => {
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
    if (parsed.querySelector('parsererror, b, script, image')) throw new Error('not what was meant');
    return [...parsed.querySelectorAll('text')].map((element) => element.textContent);
  }, light.bytes.toString('utf8'));
  const words = texts.join(' ');
  expect(texts).toEqual(
    expect.arrayContaining(['L0H6', 'to (key) →', '← from (query)', '“The <b>boy</b> saw & paid.”']),
  );
  expect(words).toContain('rows renormalised');
  expect(words).toContain('Without L2H3 (mean)');
  expect(words).toMatch(/WASM · \d threads? · fp32/);
});

test('all heads stand in one figure, those switched off marked', async ({ app, page }) => {
  await app.open({ ablate: 'L0H6,L1H2', picture: 'after' });
  await app.measured();
  const { name, bytes } = await figure(app, 'all heads', 'SVG');
  expect(name).toBe('headlight-bookworm-gpt-heads.svg');
  expect(bytes.length).toBeLessThan(300_000);
  const found = await page.evaluate((svg) => {
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
    return {
      nHeads: parsed.querySelectorAll('g[transform^="scale("]').length,
      texts: [...parsed.querySelectorAll('text')].map((element) => element.textContent),
    };
  }, bytes.toString('utf8'));
  expect(found.nHeads).toBe(32);
  expect(found.texts.filter((words) => words === 'off')).toHaveLength(2);
  expect(found.texts.filter((words) => /^L\dH\d$/.test(words ?? ''))).toHaveLength(32);
});

test('what was measured can be drawn too', async ({ app, page }) => {
  test.setTimeout(120_000);
  await app.open({ text: 'The boy saw the bank.', ablate: 'L0H6' });
  await app.measured();
  await app.turnTo('Importance');
  await page.getByRole('button', { name: 'Measure every head' }).click();
  const draw = page.getByRole('button', { name: 'Draw the curve' });
  await expect(draw).toBeEnabled({ timeout: 40_000 });
  await draw.click();
  await expect(page.getByText('A point stands for a set of heads')).toBeVisible({ timeout: 40_000 });
  await app.turnTo('Alike');
  await page.getByRole('button', { name: 'Compare on this sentence' }).click();
  await expect(page.getByText(/groups among 32 heads/)).toBeVisible();
  for (const [what, words] of [
    ['importance', 'Change of the loss without the head, nats per token'],
    ['pruning curve', 'heads left'],
    ['alike', 'distance'],
    ['effect', 'KL of the prediction, nats'],
  ] as const) {
    const { bytes } = await figure(app, what, 'SVG');
    const texts = await page.evaluate((svg) => {
      const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
      return [...parsed.querySelectorAll('text')].map((element) => element.textContent);
    }, bytes.toString('utf8'));
    expect(texts).toContain(words);
    expect(texts.join(' ')).toContain('Bookworm GPT');
  }
});

testAnew(
  'a figure that the browser cannot paint is said to have failed, and the menu goes on working',
  async ({ app, page }) => {
    await app.open({ head: 'L0H6' });
    await page.evaluate(() => {
      HTMLCanvasElement.prototype.toBlob = (done) => done(null);
    });
    await page.getByRole('button', { name: 'Export' }).click();
    await expect(page.getByRole('menuitem', { name: 'Run (JSON)' })).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('menuitem', { name: 'Figure: pinned heads as SVG' })).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(app.alert).toContainText('The figure could not be drawn.');
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Figure: pinned heads as SVG' }).click();
    expect((await download).suggestedFilename()).toBe('headlight-bookworm-gpt-pinned.svg');
    await expect(page.getByRole('button', { name: 'Export' })).toBeFocused();
  },
);
