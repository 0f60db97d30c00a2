import { expect } from 'playwright/test';
import { keptTest as test } from './support/headlight.ts';
import { expectNumbers, effectIn, N_VOCAB } from './support/effectNumbers.ts';

test('patterns are shown before, after and as a difference; layers before the head do not change', async ({
  app,
  page,
}) => {
  await app.open({ head: 'L0H2,L3H1', ablate: 'L1H3', mode: 'zero' });
  await app.measured();
  const pixels = (head: string) =>
    app
      .place(head)
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const after = [await pixels('L0H2'), await pixels('L3H1')];
  await expect(page.getByText('ablated: 1 head')).toBeVisible();
  await page.getByRole('radio', { name: 'before' }).check();
  const before = [await pixels('L0H2'), await pixels('L3H1')];
  expect(before[0]).toBe(after[0]);
  expect(before[1]).not.toBe(after[1]);
  await page.getByRole('radio', { name: 'difference' }).check();
  await expect(app.heatmap('L3H1')).toHaveAccessibleName(/^Difference of L3H1/);
  expect(await pixels('L3H1')).not.toBe(before[1]);
  expect(new URL(page.url()).searchParams.get('picture')).toBe('difference');
  // Nothing changed in a layer before: every painted cell has the one colour that means no change.
  const colours = await app
    .place('L0H2')
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const found = new Set<string>();
      for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) found.add(data.slice(at, at + 3).join());
      return [...found];
    });
  expect(colours).toHaveLength(1);
  const run = await app.export();
  const size = run.json.tokens.length ** 2;
  // The file's own patterns stay those of the model as it is, whatever the page shows.
  expect(run.ablated!.attention.slice(0, 16 * size)).toEqual(run.attention.slice(0, 16 * size));
  expect(run.ablated!.attention.slice(24 * size)).not.toEqual(run.attention.slice(24 * size));
});

test('typing with a head off measures the new sentence; what is shown is never of another one', async ({
  app,
  page,
}) => {
  await app.open({ view: 'off', ablate: 'L0H6' });
  await app.measured();
  await app.type('The boy saw the bank.');
  await app.measured();
  await expectNumbers(app, page);
  await expect(page.getByRole('listbox', { name: /^Effect on each token/ }).getByRole('option')).toHaveCount(
    (await app.export()).json.tokens.length,
  );
});

for (const picture of ['after', 'difference']) {
  test(`typing with a head off never flashes the model as it is: ${picture}`, async ({ app, page }) => {
    await app.open({ head: 'L3H1', ablate: 'L0H6', picture });
    await app.measured();
    await app.quiet();
    // What the page says of its picture, and the tokens beside it, at every change.
    await page.evaluate(() => {
      const seen: string[] = [];
      const note = (): void => {
        const said = document.querySelector('[aria-label="Pinned heads"] strong')?.textContent ?? '';
        const name = document.querySelector('article [role=application]')?.getAttribute('aria-label') ?? '';
        const nTokens = document.querySelectorAll('[role=listbox][aria-label="Tokens"] [role=option]').length;
        const nQueries = Number(/(\d+) queries/.exec(name)?.[1]);
        const line = `${said}, ${nQueries === nTokens ? 'tokens of the picture' : `${nTokens} tokens, ${nQueries} rows`}`;
        if (line !== seen.at(-1)) seen.push(line);
      };
      note();
      new MutationObserver(note).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
        attributes: true,
      });
      Object.assign(window, { seenPictures: seen });
    });
    const nBefore = await app.tokens.count();
    await app.sentence.press('End');
    await app.sentence.pressSequentially(' He ran home with the boy.', { delay: 30 });
    await expect.poll(() => app.tokens.count()).toBeGreaterThan(nBefore + 5);
    await app.measured();
    const said = picture === 'after' ? 'ablated: 1 head' : 'after − before';
    expect(await page.evaluate(() => Reflect.get(window, 'seenPictures'))).toEqual([`${said}, tokens of the picture`]);
  });
}

test('switching a head off says in one line what it comes to, and leads to where', async ({ app, page }) => {
  await app.open({ head: 'L0H6' });
  const line = page.getByRole('region', { name: 'Pinned heads' }).getByText(/predictions changed/);
  await expect(page.getByText('Press x to switch L0H6 off')).toBeVisible();
  await app.cell('L0H6').focus();
  await page.keyboard.press('x');
  await app.measured();
  const own = effectIn(await app.export());
  const [from, to] = [own.lossBefore.toFixed(2), own.lossAfter.toFixed(2)];
  expect(from).not.toBe(to);
  await expect(line).toHaveText(
    `Without L0H6 (mean): loss ${from} → ${to} nats, ${own.nFlips} of ${own.nPositions} predictions changed`,
  );
  await page.getByRole('button', { name: 'see where' }).click();
  await expect(page.getByRole('tab', { name: 'Switch off' })).toHaveAttribute('aria-selected', 'true');
});

for (const [width, height, size = ''] of [
  [1440, 900],
  [1024, 700],
  [390, 844],
  [1280, 720, 'large'],
] as const) {
  test(`nothing moves when a head is switched off, at ${width} by ${height} ${size}`.trim(), async ({ app, page }) => {
    await page.setViewportSize({ width, height });
    for (const view of ['heads', 'off']) {
      await app.open({ head: 'L0H6,L2H5', view, large: size === 'large' ? '1' : '0' });
      const parts = app.cells.or(app.places).or(page.getByRole('tab')).or(app.whyButton).or(app.sentence);
      const boxes = () => parts.evaluateAll((all) => all.map((part) => part.getBoundingClientRect().toJSON()));
      await app.cell('L1H1').focus();
      const before = await boxes();
      await page.keyboard.press('x');
      await app.measured();
      // Everything but the foot of a page that scrolls, which the list of heads makes longer.
      const isFixed = width > 1000;
      const after = await boxes();
      expect(after.slice(0, isFixed ? undefined : -1)).toEqual(before.slice(0, isFixed ? undefined : -1));
    }
  });
}

test('a position shows what was most probable before and after, in words', async ({ app, page }) => {
  await app.open({ view: 'off', ablate: 'L0H6,L1H2,L2H5' });
  await app.measured();
  const strip = page.getByRole('listbox', { name: /^Effect on each token/ });
  await strip.getByRole('option').nth(6).click();
  const table = page.getByRole('region', { name: /^Predictions after/ });
  await expect(table).toBeVisible();
  const run = await app.export();
  const row = run.logits.slice(6 * N_VOCAB, 7 * N_VOCAB);
  const top = row.indexOf(Math.max(...row));
  const position = run.json.ablation!.effect!.positions.find((one) => one.position === 6);
  expect(position?.before[0]?.id).toBe(top);
  await expect(table).not.toContainText('#');
  // The same as a table, and as a file.
  await page.getByRole('button', { name: 'Show as a table' }).click();
  await expect(page.getByRole('table')).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /CSV/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('headlight-bookworm-gpt-effect.csv');
});
