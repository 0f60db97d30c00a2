import { expect } from 'playwright/test';
import { findings } from './support/axe.ts';
import { keptTest as test } from './support/headlight.ts';
import type { Headlight } from './support/headlight.ts';
import { LINK, HEAD } from './support/zoomed.ts';

test('evidence is drawn where its cells are, and the picture has no fault that can be found by rule', async ({
  app,
  page,
}) => {
  await app.open({ ...LINK, zoom: '40-59' });
  const paths = app.place(HEAD).locator('[data-part=evidence] path[data-stroke=line]');
  await expect(paths).not.toHaveCount(0);
  const canvas = (await app.place(HEAD).locator('canvas').first().boundingBox())!;
  const boxes = await paths.evaluateAll((all) =>
    all.map((path) => {
      const { left, right, top, bottom } = path.getBoundingClientRect();
      return { left, right, top, bottom };
    }),
  );
  for (const { left, right, top, bottom } of boxes) {
    expect(left).toBeGreaterThanOrEqual(canvas.x - 2);
    expect(right).toBeLessThanOrEqual(canvas.x + canvas.width + 2);
    expect(top).toBeGreaterThanOrEqual(canvas.y - 2);
    expect(bottom).toBeLessThanOrEqual(canvas.y + canvas.height + 2);
  }
  expect(await findings(page)).toEqual([]);
});

type Quad = readonly (readonly [number, number])[];

/** Corners on the screen of each name that can be seen, as high as capitals are, and of what the axes are called. */
async function namesOnScreen(app: Headlight): Promise<readonly { words: string; quad: Quad }[]> {
  return app.place(HEAD).evaluate((place) => {
    const context = document.createElement('canvas').getContext('2d')!;
    const corner = (x: number, y: number): [number, number] => [x, y];
    const found = [...place.querySelectorAll<SVGTextElement>('svg text')]
      .filter((text) => getComputedStyle(text).visibility === 'visible')
      .map((text) => {
        const { font } = getComputedStyle(text);
        context.font = font;
        const capital = context.measureText('H').actualBoundingBoxAscent;
        const { x, width } = text.getBBox();
        const matrix = text.getScreenCTM()!;
        const base = text.getStartPositionOfChar(0).y;
        const at = (px: number, py: number): [number, number] => {
          const point = new DOMPoint(px, py).matrixTransform(matrix);
          return corner(point.x, point.y);
        };
        return {
          words: text.textContent,
          quad: [at(x, base - capital), at(x + width, base - capital), at(x + width, base), at(x, base)],
        };
      });
    const titles = [...place.querySelectorAll('span[aria-hidden=true]')].map((title) => {
      const { left, right, top, bottom } = title.getBoundingClientRect();
      return {
        words: title.textContent,
        quad: [corner(left, top + 2), corner(right, top + 2), corner(right, bottom - 2), corner(left, bottom - 2)],
      };
    });
    return [...found, ...titles];
  });
}

/** How far two convex shapes reach into each other, in pixels; 0 or less where a line goes between them. */
function overlap(a: Quad, b: Quad): number {
  const gaps = [a, b].flatMap((quad) =>
    quad.map(([x, y], i) => {
      const [nextX, nextY] = quad[(i + 1) % quad.length]!;
      const length = Math.hypot(nextX - x, nextY - y) || 1;
      const along = (points: Quad) => points.map(([px, py]) => (px * (nextY - y) - py * (nextX - x)) / length);
      const [ofA, ofB] = [along(a), along(b)];
      return Math.min(Math.max(...ofA) - Math.min(...ofB), Math.max(...ofB) - Math.min(...ofA));
    }),
  );
  return Math.min(...gaps);
}

for (const nTokens of [128, 256]) {
  test(`no name lies on another at any zoom of ${nTokens} tokens`, async ({ app, page }) => {
    const words = Array.from({ length: 256 }, (_, i) => ['boy', 'quickly', 'bag', 'the', 'big', 'Why', 'joy'][i % 7]);
    // A word is a token here, but for what begins the text.
    await app.open({ head: HEAD, ask: 'none', text: words.slice(0, 118).join(' ') });
    const least = await app.tokens.count();
    const text = words.slice(0, Math.floor((118 * (nTokens - 1)) / (least - 1))).join(' ');
    await app.type(text);
    const length = await app.tokens.count();
    expect(Math.abs(length - nTokens)).toBeLessThan(6);
    for (const zoom of [null, `0-${length - 9}`, '20-99', '40-69', '50-61', '50-61,0-99', '3-6']) {
      const ask = zoom === null ? '50' : String(Number.parseInt(zoom, 10) + 1);
      await app.restore({ head: HEAD, ask, text, ...(zoom === null ? {} : { zoom }) });
      await expect(page.locator('[data-part=lit] text')).not.toHaveCount(0);
      const names = await namesOnScreen(app);
      expect(names.length, `${zoom}`).toBeGreaterThan(8);
      const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b) => ({ a, b, by: overlap(a.quad, b.quad) })));
      const bad = pairs
        .filter(({ by }) => by > 0.75)
        .map(({ a, b, by }) => `${a.words} on ${b.words}: ${by.toFixed(2)}`);
      expect(bad, `zoom ${zoom}`).toEqual([]);
    }
  });
}
