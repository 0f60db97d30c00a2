import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { nextTokenEffect } from './support/effects.ts';
import { made, madeJson, picked, t5Files, zooPath } from './support/files.ts';
import { keptTest as test, test as testAnew } from './support/headlight.ts';
import type { Headlight } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { png } from './support/png.ts';
import type { RunFile } from './support/runFile.ts';

const N_VOCAB = 4096;

/** What the effect is by this spec's own arithmetic on the exported scores. */
function effectIn(run: RunFile) {
  if (run.ablated === null) throw new Error('nothing is switched off in this file');
  const scores = (data: Float32Array) => ({ nVocab: N_VOCAB, data });
  return nextTokenEffect(run.json.tokens, scores(run.logits), scores(run.ablated.logits));
}

/** One of the numbers beside the strip, by its name. */
async function number(page: Page, name: string): Promise<string> {
  const value = page
    .getByRole('region', { name: 'Effect' })
    .locator('dl > div')
    .filter({ hasText: name })
    .locator('dd');
  return (await value.innerText()).replaceAll('−', '-').replaceAll('\u00a0', ' ');
}

async function expectNumbers(app: Headlight, page: Page): Promise<ReturnType<typeof effectIn>> {
  const run = await app.export();
  const own = effectIn(run);
  const loss = await number(page, 'loss');
  // As many decimals as show the change.
  const digits = /\.(\d+) →/.exec(loss)?.[1]?.length;
  expect(loss).toContain(`${own.lossBefore.toFixed(digits)} → ${own.lossAfter.toFixed(digits)}`);
  const perplexities = (await number(page, 'perplexity')).split(' → ').map(Number);
  expect(perplexities[0]).toBeCloseTo(Math.exp(own.lossBefore), 0);
  expect(perplexities[1]).toBeCloseTo(Math.exp(own.lossAfter), 0);
  expect(await number(page, 'changed predictions')).toBe(`${own.nFlips} of ${own.nPositions}`);
  expect(await number(page, 'largest KL')).toContain(`(${own.worst})`);
  const summary = run.json.ablation!.effect!.summary;
  expect(summary.meanKl).toBeCloseTo(own.meanKl, 6);
  expect(summary.maxKl).toBeCloseTo(own.maxKl, 5);
  expect(summary.lossAfter).toBeCloseTo(own.lossAfter, 5);
  return own;
}

test('x switches the head that is pointed at off, and the page’s numbers follow from the exported scores', async ({
  app,
  page,
}) => {
  await app.open({ head: 'L0H6,L2H5', view: 'off' });
  await app.cell('L0H6').hover();
  await page.keyboard.press('x');
  await app.measured();
  await expect(app.cell('L0H6')).toHaveAccessibleName(/switched off/);
  await expect(page.getByRole('tab', { name: 'Switch off' })).toContainText('1');
  const own = await expectNumbers(app, page);
  expect(own.meanKl).toBeGreaterThan(1e-4);
  // Two more, by the layer's name and by the focused cell.
  await page.getByRole('button', { name: 'Switch layer 3 off' }).click();
  await app.measured();
  await expect(page.getByRole('list', { name: 'Heads turned down' }).getByRole('listitem')).toHaveCount(9);
  await expectNumbers(app, page);
  // The same key switches it on again.
  await app.cell('L0H6').hover();
  await page.keyboard.press('x');
  await page.getByRole('button', { name: 'Switch layer 3 on' }).click();
  await app.measured('none');
  await expect(app.cell('L0H6')).not.toHaveAccessibleName(/switched off/);
});

test('the key on a focused cell switches once, not twice', async ({ app, page }) => {
  await app.open({ head: 'L0H6' });
  await app.cell('L1H1').focus();
  await page.keyboard.press('x');
  await app.measured();
  await expect(app.cell('L1H1')).toHaveAccessibleName(/switched off/);
  expect(new URL(page.url()).searchParams.get('ablate')).toBe('L1H1');
  // Without a head under the pointer or the focus it is the active pinned one.
  await page.mouse.move(2, 2);
  await app.cell('L1H1').blur();
  await page.keyboard.press('x');
  await app.measured();
  expect(new URL(page.url()).searchParams.get('ablate')).toBe('L0H6,L1H1');
});

for (const mode of ['mean', 'zero', 'flat', 'ideal', 'shared']) {
  test(`a link restores what is switched off, and how far: ${mode}`, async ({ app, page }) => {
    await app.open({ head: 'L0H6', view: 'off', ablate: 'L0H6,L0H7:0.5', mode });
    await app.measured();
    await expect(page.getByRole('radio', { name: mode })).toBeChecked();
    await expect(page.getByRole('slider', { name: 'Kept of L0H6' })).toHaveValue('0');
    await expect(page.getByRole('slider', { name: 'Kept of L0H7' })).toHaveValue('0.5');
    await expectNumbers(app, page);
    const run = await app.export();
    expect(run.json.ablation).toMatchObject({
      mode,
      heads: [
        { kind: null, layer: 0, head: 6, keep: 0 },
        { kind: null, layer: 0, head: 7, keep: 0.5 },
      ],
    });
  });
}

test('a head whose label describes no pattern is refused in words, and the page stays', async ({ app, page }) => {
  await app.open({ view: 'off', ablate: 'L0H6', mode: 'ideal' });
  await app.measured();
  await page.getByRole('button', { name: 'Switch layer 2 off' }).click();
  await app.measured('failed');
  await expect(app.alert).toContainText('This cannot be switched off like that.');
  await expect(app.alert).toContainText('describes no single pattern here');
  await expect(page.getByRole('listbox', { name: /^Effect on each token/ })).toBeVisible();
  await page.getByRole('radio', { name: 'flat' }).check();
  await app.measured();
  await expect(app.alert).toBeHidden();
  await expectNumbers(app, page);
});

test('a mode that was refused leaves no trouble behind when the one before is chosen again', async ({ app, page }) => {
  await app.open({ view: 'off', ablate: 'L2H0' });
  await app.measured();
  await page.getByRole('radio', { name: 'ideal' }).check();
  await app.measured('failed');
  await expect(app.alert).toContainText('This cannot be switched off like that.');
  await page.getByRole('radio', { name: 'mean' }).check();
  await app.measured();
  await expect(app.alert).toBeHidden();
  await expectNumbers(app, page);
});

testAnew(
  'a link to nothing is told of: heads that the model has not, and what cannot be read',
  async ({ app, page }) => {
    await app.open({ view: 'off', ablate: 'L9H9,L0H6' });
    await app.measured();
    await expect(page.getByText(/heads that this model has not/)).toBeVisible();
    await expect(page.getByText(/left out: L9H9\./)).toBeVisible();
    await app.open({ view: 'off', ablate: 'L0H3:2' });
    await expect(page.getByText(/check “ablate=L0H3:2”/)).toBeVisible();
    await app.open({ view: 'off', ablate: 'L0H6,L3H1' });
    await app.measured();
    await expect(page.getByText(/The link|of the link/)).toHaveCount(0);
  },
);

test('without a sentence nothing is being measured', async ({ app, page }) => {
  await app.goto({ text: '', view: 'off', ablate: 'L0H6,L3H1' });
  await expect(page.getByText('What changes is measured once there is a sentence.')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-ablation', 'none');
  await app.type('The cat sat on the mat.');
  await app.measured();
  await expectNumbers(app, page);
});

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

test('all but one, a layer and none are one press each, and sets are kept under a name', async ({ app, page }) => {
  await app.open({ head: 'L2H5', view: 'off' });
  const panel = page.getByRole('region', { name: 'Switch heads off' });
  const items = page.getByRole('list', { name: 'Heads turned down' }).getByRole('listitem');
  await panel.getByRole('button', { name: 'all but L2H5' }).click();
  await expect(items).toHaveCount(31);
  await app.measured();
  await expectNumbers(app, page);
  await panel.getByRole('button', { name: 'none' }).click();
  await expect(items).toHaveCount(0);
  await panel.getByRole('button', { name: 'layer 2' }).click();
  await expect(items).toHaveCount(8);
  await panel.getByRole('textbox', { name: 'Name of the set to save' }).fill('third layer');
  await panel.getByRole('button', { name: 'Save' }).click();
  await panel.getByRole('button', { name: 'none' }).click();
  await page.reload();
  await app.settle();
  await panel.getByRole('button', { name: 'third layer', exact: true }).click();
  await expect(items).toHaveCount(8);
  await panel.getByRole('button', { name: 'Forget the set third layer' }).click();
  await expect(panel.getByRole('list', { name: 'Saved sets' })).toBeHidden();
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

testAnew('sets work for the visit where the browser blocks storage', async ({ app, page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  await app.open({ view: 'off', ablate: 'L0H6' });
  await page.getByRole('textbox', { name: 'Name of the set to save' }).fill('mine');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('This browser keeps nothing')).toBeVisible();
  await page.getByRole('button', { name: 'none' }).click();
  await page.getByRole('button', { name: 'mine', exact: true }).click();
  await app.measured();
});

test('a slider turns a head down by parts: half of it costs less than all of it', async ({ app, page }) => {
  await app.open({ view: 'off', ablate: 'L0H6' });
  await app.measured();
  const whole = effectIn(await app.export());
  const entry = await historyEntry(page);
  for (const part of ['0.9', '0.7', '0.5']) await page.getByRole('slider', { name: 'Kept of L0H6' }).fill(part);
  await app.measured();
  const half = await expectNumbers(app, page);
  expect(half.meanKl).toBeGreaterThan(0);
  expect(half.meanKl).toBeLessThan(whole.meanKl);
  await expect.poll(() => new URL(page.url()).searchParams.get('ablate')).toBe('L0H6:0.5');
  // Dragging is no step of the history; another head off is.
  expect(await historyEntry(page)).toBe(entry);
  await app.cell('L1H2').hover();
  await page.keyboard.press('x');
  await expect.poll(() => historyEntry(page)).not.toBe(entry);
});

/** What a step of the history changes and the writing of an address leaves as it is; their number stops growing at 50. */
async function historyEntry(page: Page): Promise<string | undefined> {
  return page.evaluate(() => window.navigation.currentEntry?.key);
}

test('a masked model is asked for the words of the sentence and for what stands at a [MASK]', async ({ app, page }) => {
  await app.open({
    model: 'bookworm-bert',
    text: 'She opened the [MASK] and went out into the garden.',
    view: 'off',
    ablate: 'L0H6,L1H2',
  });
  await app.measured();
  expect(await number(page, 'pseudo-loss')).toMatch(/^\d\.\d\d → \d\.\d\d [+-]?\d\.\d\d nats a token, \d+ tokens$/);
  expect(await number(page, 'pseudo-log-likelihood')).toMatch(/^-\d+\.\d\d → -\d+\.\d\d nats$/);
  const strip = page.getByRole('listbox', { name: /^Effect on each token/ });
  const tokens = await app.tokens.count();
  await expect(strip.getByRole('option')).toHaveCount(tokens);
  await strip.getByRole('option', { name: /MASK/ }).click();
  await expect(page.getByRole('region', { name: /^Predictions in place of \[MASK\]/ })).toBeVisible();
});

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

test('in an encoder-decoder model heads of each stack are switched off by themselves', async ({ app, page }) => {
  await app.open();
  await app.reopen(() => new OpenDialog(page).pick(t5Files()));
  await app.type('9 10 7 17 34 23 10');
  await app.typeTarget('33 34 25');
  await app.turnTo('Switch off');
  await app.stack.selectOption('cross');
  await app.cell('L0H0').focus();
  await page.keyboard.press('x');
  await app.measured();
  expect(new URL(page.url()).searchParams.get('ablate')).toBe('cross.L0H0');
  await expect(page.getByRole('slider', { name: 'Kept of cross L0H0' })).toBeVisible();
  await app.stack.selectOption('encoder');
  await expect(app.cell('L0H0')).not.toHaveAccessibleName(/switched off/);
  const run = await app.export();
  expect(run.json.ablation?.heads).toEqual([{ kind: 'cross', layer: 0, head: 0, keep: 0 }]);
  // The encoder comes before it and does not change; what is scored is the target.
  expect(run.ablated!.attention).toEqual(run.stacks.get('encoder')!.data);
  const strip = page.getByRole('listbox', { name: /^Effect on each token/ });
  await expect(strip.getByRole('option')).toHaveCount(run.json.targetTokens!.length);
  expect(Number(run.json.ablation!.effect!.summary.meanKl)).toBeGreaterThan(0);
});

test('of a vision transformer the class scores are compared', async ({ app, page }) => {
  await app.open();
  const config = madeJson('config.json', { model_type: 'vit', image_size: 12, patch_size: 4 });
  await app.reopen(() => new OpenDialog(page).pick([picked(zooPath('vit/model.onnx')), config]));
  const rgb = Array.from({ length: 3 * 12 * 12 }, (_, i) => (37 * i) % 256);
  const picture = { ...made('stripes.png', png(12, 12, rgb)), mimeType: 'image/png' };
  await app.rerun(() => page.getByLabel('Image', { exact: true }).setInputFiles(picture));
  await app.turnTo('Switch off');
  await expect(page.getByText('Its mean output over the positions of this input')).toBeVisible();
  await app.cell('L0H0').focus();
  await page.keyboard.press('x');
  await app.measured();
  expect((await app.export()).json.ablation?.effect?.summary.meanTurn).toBeGreaterThan(0);
  await app.turnTo('Importance');
  await expect(page.getByRole('radio', { name: 'a list of sentences' })).toBeHidden();
  await page.getByRole('button', { name: 'Measure every head' }).click();
  await expect(page.getByText(/^9 measured/)).toBeVisible();
});

test('a model without a language head is compared by the vectors that come out', async ({ app, page }) => {
  await app.open();
  await app.reopen(() => new OpenDialog(page).pick([zooPath('distilbert/model.onnx')]));
  await app.type('5 9 12 7 30 2');
  await app.turnTo('Switch off');
  await app.cell('L0H0').focus();
  await page.keyboard.press('x');
  await app.measured();
  expect(await number(page, 'mean turn of the output vectors')).toMatch(/1 − cosine|1 - cosine/);
  const { effect } = (await app.export()).json.ablation!;
  expect(effect?.objective).toBe('output');
  expect(effect?.summary.meanTurn).toBeGreaterThan(0);
  await app.turnTo('Importance');
  await page.getByRole('button', { name: 'Measure every head' }).click();
  await expect(page.getByText(/^\d+ measured/)).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Turn of the outputs without the head' })).toBeVisible();
});
