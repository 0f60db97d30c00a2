import { expect } from 'playwright/test';
import type { Locator } from 'playwright/test';
import { keptTest as test } from './support/headlight.ts';
import { rowOf } from './support/runFile.ts';

test('four pinned heads stand whole on a screen of 1440 by 900', async ({ app }) => {
  await app.open({ head: 'L0H6,L1H6,L2H3,L3H1' });
  for (const head of ['L0H6', 'L1H6', 'L2H3', 'L3H1']) {
    await expect(app.place(head).locator('canvas')).toBeInViewport({ ratio: 1 });
    await expect(app.heatmap(head)).toBeInViewport({ ratio: 1 });
  }
  // A box of four lines leaves less room; still they stand side by side.
  await app.type('The boy sprinted to the bank because he needed cash. '.repeat(20));
  const boxes = await app.places.evaluateAll((places) => places.map((place) => place.getBoundingClientRect()));
  expect(new Set(boxes.map(({ x }) => x)).size).toBeGreaterThan(1);
  for (const { width } of boxes) expect(width).toBeGreaterThan(200);
});

test('one cell under the pointer lights in every heatmap and in the sentence, with the exported numbers', async ({
  app,
  page,
}) => {
  const heads = ['L0H6', 'L2H5', 'L3H7'];
  await app.open({ head: heads.join(',') });
  const run = await app.export();
  const names = run.json.tokens.map(({ text, position }) => `${text.trim()} (${position})`);
  for (const [query, key] of [
    [9, 4],
    [14, 14],
    [5, 0],
  ] as const) {
    await app.pointAt('L2H5', query, key);
    const row = rowOf(run, 'L2H5', query).slice(0, query + 1);
    const weight = row[key]!;
    const rank = 1 + row.filter((other) => other > weight).length;
    await expect(app.tooltip).toHaveText(
      new RegExp(
        `^Row ${escape(names[query]!)} looks at column ${escape(names[key]!)}` +
          `${escape(weight.toFixed(3))}, its ${rank}(st|nd|rd|th) of ${query + 1}${Math.round(weight * 100)} % of its attention$`,
      ),
    );
    await expect(page.locator('[role=option][data-lit=query]')).toHaveAttribute('data-position', `${query}`);
    await expect(page.locator('[role=option][data-lit=key]')).toHaveCount(query === key ? 0 : 1);
    for (const head of heads) {
      expect(await litCell(app.place(head))).toEqual([query, key]);
      if (head === 'L2H5') continue;
      await expect(app.place(head).locator('[data-reading]')).toHaveText(rowOf(run, head, query)[key]!.toFixed(2));
    }
  }
  await app.pointAt('L2H5', 3, 8);
  await expect(app.tooltip).toContainText('not allowed: future token');
  await expect(app.tooltip).not.toContainText(/\d\.\d/);
  await page.mouse.move(5, 5);
  await expect(app.tooltip).toBeHidden();
  // The asked word is lit again.
  expect(await litCell(app.place('L0H6'))).toEqual([10]);

  await app.tokens.nth(6).hover();
  expect(await litCell(app.place('L3H7'))).toEqual([6]);
});

test('what is lit is lit within the frame', async ({ app }) => {
  await app.open();
  const [head] = await app.pinned();
  const lit = await app.heatmap(head!).evaluate(async (surface) => {
    const { left, top, width, height } = surface.getBoundingClientRect();
    const at = { clientX: left + 0.8 * width, clientY: top + 0.8 * height, bubbles: true };
    surface.dispatchEvent(new PointerEvent('pointermove', at));
    await new Promise(requestAnimationFrame);
    return [
      document.querySelectorAll('[data-part=lit] rect[data-axis=query]').length,
      document.querySelectorAll('[role=option][data-lit=query]').length,
      document.querySelectorAll('[data-tooltip]').length,
    ];
  });
  expect(lit).toEqual([2, 1, 1]);
});

/** [query, key] of the lit cell of a heatmap, measured on screen; shorter where a part is not lit. */
async function litCell(place: Locator): Promise<number[]> {
  return place.evaluate((element) => {
    const cells = element.querySelector('canvas')?.getBoundingClientRect();
    if (cells === undefined) return [];
    const nTokens = document.querySelectorAll('[role=option][data-position]').length;
    return ['query', 'key'].flatMap((axis) => {
      const bar = element.querySelector(`[data-part=lit] rect[data-axis=${axis}]`)?.getBoundingClientRect();
      if (bar === undefined) return [];
      const centre = axis === 'query' ? bar.y + bar.height / 2 - cells.y : bar.x + bar.width / 2 - cells.x;
      return [Math.floor((centre * nTokens) / (axis === 'query' ? cells.height : cells.width))];
    });
  });
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
