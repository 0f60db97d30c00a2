import { expect } from 'playwright/test';
import { findings } from './support/axe.ts';
import { keptTest as test, test as testAnew } from './support/headlight.ts';

for (const theme of ['light', 'dark']) {
  test(`axe has nothing serious to say of the ${theme} page, its sheet, its menu and its marks`, async ({
    app,
    page,
  }) => {
    await app.open({ theme, head: 'L0H6,L2H5', label: 'broad', hide: '1' });
    expect(await findings(page)).toEqual([]);
    await app.pointAt('L2H5', 9, 4);
    await expect(app.tooltip).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Export' }).click();
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Help and keys' }).click();
    await expect(page.getByRole('dialog', { name: 'Help and keys' })).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(app.cells.first()).toBeVisible();
    expect(await findings(page)).toEqual([]);
  });
}

testAnew(
  'axe has nothing serious to say of a page that fails, or has too little or too much to read',
  async ({ app, page, site }) => {
    site.spoil('/onnx/model.onnx', (_, response) => void response.writeHead(404).end());
    await app.goto({}, site.url);
    await app.settle('failed');
    expect(await findings(page)).toEqual([]);
    site.mend();
    await app.goto({ text: ' ' }, site.url);
    await app.settle();
    expect(await findings(page)).toEqual([]);
    await app.type('The boy went to the bank. '.repeat(60));
    await expect(app.tokens).toHaveCount(256);
    expect(await findings(page)).toEqual([]);
  },
);

// Tab goes on from where the focus was last, also where that was before.
testAnew(
  'Tab leads through the whole page in the order in which it is read, and every stop can be seen',
  async ({ app, page }) => {
    await app.open({ head: 'L0H6,L2H5', why: '1' });
    await expect(app.why).toBeVisible();
    const stops: string[] = [];
    for (let i = 0; i < 100; i++) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => {
        const { activeElement } = document;
        if (activeElement === null || activeElement === document.body) return null;
        const { top, left, width, height } = activeElement.getBoundingClientRect();
        const around = activeElement.closest('label') ?? activeElement;
        const outlines = [activeElement, around].map((element) => getComputedStyle(element).outlineStyle);
        const name = activeElement.getAttribute('aria-label') ?? around.textContent ?? '';
        return {
          name: name.trim(),
          isMarked: outlines.some((style) => style !== 'none'),
          isOnScreen: width > 0 && height > 0 && top >= 0 && left >= 0,
        };
      });
      if (stop === null) break;
      expect(stop, stop.name).toMatchObject({ isMarked: true, isOnScreen: true });
      stops.push(stop.name);
    }
    const parts = [
      'Model',
      'Export',
      'Help and keys',
      'Sentence',
      'Tokens',
      'sorted by',
      'Layer 0, head 0',
      '0 to 1',
      'Hide special',
      'Evidence',
      'Heatmap of L0H6',
      'Heatmap of L2H5',
      'How do we know?',
      /^previous token [\d.–]+: /,
    ];
    const places = parts.map((part) =>
      stops.findIndex((stop) => (typeof part === 'string' ? stop.startsWith(part) : part.test(stop))),
    );
    expect(places, stops.join('\n')).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(stops.filter((stop) => stop.startsWith('Layer'))).toHaveLength(1);
  },
);

test('the arrows walk through a heatmap and read each cell out', async ({ app, page }) => {
  await app.open({ head: 'L0H6,L2H5' });
  await app.heatmap('L2H5').focus();
  const at = (): Promise<(string | null)[]> =>
    Promise.all(
      ['query', 'key'].map((axis) =>
        app.page.evaluate(
          (name) => document.querySelector(`[role=option][data-lit=${name}]`)?.getAttribute('data-position') ?? null,
          axis,
        ),
      ),
    );
  await page.keyboard.press('ArrowDown');
  expect(await at()).toEqual(['1', null]);
  await page.keyboard.press('ArrowDown');
  expect(await at()).toEqual(['2', '1']);
  await page.keyboard.press('ArrowLeft');
  expect(await at()).toEqual(['2', '0']);
  await page.keyboard.press('ArrowLeft');
  expect(await at()).toEqual(['2', '0']);
  await page.keyboard.press('ArrowUp');
  expect(await at()).toEqual(['1', '0']);
  const told = page.getByRole('status').and(app.tooltip);
  await expect(told).toContainText(
    /Row The \(1\) looks at column <\|endoftext\|> \(0\).*\d\.\d{3}, its \d(st|nd) of 2/,
  );
  for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowRight');
  expect(await at()).toEqual(['1', '14']);
  await expect(told).toContainText('not allowed');
  await page.keyboard.press('Tab');
  await expect(app.tooltip).toBeHidden();
});

test('the keys of the help sheet do what it says, and do nothing while a person types', async ({ app, page }) => {
  await app.open({ head: 'L0H6,L2H5' });
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Help and keys' });
  await expect(sheet).toBeVisible();
  const listed = await sheet.getByRole('term').allTextContents();
  expect(listed).toEqual([
    '/',
    'arrows',
    'Enter or space',
    'Esc',
    '1 … 9',
    'e',
    'h',
    's',
    'x',
    'v',
    'l',
    'a',
    'p',
    '?',
    '+',
    '−',
    '0',
    'f',
    'Shift and arrows',
    'b or .',
    'Page Down',
    'Page Up',
    'Esc',
  ]);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  expect(await app.pinned()).toEqual(['L0H6', 'L2H5']);

  await app.askWhy();
  await page.keyboard.press('1');
  await expect(app.why).toHaveAccessibleName('Labels of L0H6');
  await page.keyboard.press('2');
  await expect(app.why).toHaveAccessibleName('Labels of L2H5');
  await page.keyboard.press('e');
  await expect(page.getByLabel('Evidence')).not.toBeChecked();
  await page.keyboard.press('h');
  await expect(page.getByLabel('Hide special tokens and sink')).toBeChecked();
  await page.keyboard.press('s');
  await expect(page.getByRole('radio', { name: 'per head' })).toBeChecked();
  await page.keyboard.press('x');
  await expect(page.getByRole('button', { name: 'L2H5 is off' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('x');
  await expect(page.getByRole('button', { name: 'L2H5 is on' })).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('v');
  await expect(page.getByRole('tab', { name: 'Inside' })).toHaveAttribute('aria-selected', 'true');
  // On to the last page, and round to the first.
  for (let n = await page.getByRole('tab').count(); n > 1; n--) await page.keyboard.press('v');
  await expect(page.getByRole('tab', { name: 'Heads' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('a');
  await expect(page.getByRole('button', { name: /^Larger/ })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('a');
  await page.keyboard.press('l');
  await expect(page.getByRole('region', { name: 'Lesson' })).toBeVisible();
  await page.keyboard.press('l');
  await expect(page.getByRole('region', { name: 'Lesson' })).toBeHidden();

  await page.keyboard.press('p');
  await expect(page.getByRole('button', { name: 'Leave presenting' })).toBeVisible();
  await page.keyboard.press('p');
  await expect(page.getByRole('button', { name: 'Export' })).toBeVisible();

  await page.keyboard.press('/');
  await expect(app.sentence).toBeFocused();
  await app.sentence.press('End');
  const address = new URL(page.url());
  await app.rerun(() => page.keyboard.type(' aehslxvpb?/12'));
  await expect(app.sentence).toHaveValue(/ aehslxvpb\?\/12$/);
  await page.keyboard.press('Escape');
  expect(await app.pinned()).toEqual(['L0H6', 'L2H5']);
  const now = new URL(page.url());
  for (const name of ['head', 'hide', 'evidence', 'scale', 'large', 'lesson', 'present', 'ablate', 'view']) {
    expect(now.searchParams.get(name)).toBe(address.searchParams.get(name));
  }
});

test('motion is short, and there is none for who wants none', async ({ app, page }) => {
  const moves = (): Promise<string[]> =>
    page.evaluate(() => {
      document.querySelector('#app > *')?.setAttribute('data-stale', 'true');
      return [...document.querySelectorAll('*')].flatMap((element) => {
        const { transitionDuration, animationName, animationDuration } = getComputedStyle(element);
        const animation = animationName === 'none' ? [] : [`animation ${animationDuration}`];
        return [...transitionDuration.split(', ').filter((time) => time !== '0s'), ...animation];
      });
    });
  await app.open();
  const usual = await moves();
  expect(usual.length).toBeGreaterThan(0);
  for (const move of usual) expect(Number.parseFloat(move)).toBeLessThanOrEqual(0.15);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await moves()).toEqual([]);
});

for (const theme of ['light', 'dark']) {
  test(`axe has nothing serious to say of what is switched off, measured and compared, ${theme}`, async ({
    app,
    page,
  }) => {
    await app.open({ theme, head: 'L0H6,L2H5', view: 'off', ablate: 'L0H6,L2H1:0.5', picture: 'difference' });
    await app.measured();
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show as a table' }).click();
    expect(await findings(page)).toEqual([]);
    await app.turnTo('Heads');
    expect(await findings(page)).toEqual([]);
    await app.turnTo('Importance');
    await page.getByRole('button', { name: 'Measure every head' }).click();
    await expect(page.getByText(/^32 measured/)).toBeVisible();
    await page.getByRole('button', { name: 'Draw the curve' }).click();
    await expect(page.getByText(/^32 measured/)).toHaveCount(2);
    await page.getByRole('radio', { name: 'a list of sentences' }).check();
    expect(await findings(page)).toEqual([]);
    await app.turnTo('Alike');
    await page.getByRole('radio', { name: 'this sentence' }).check();
    await page.getByRole('button', { name: 'Compare on this sentence' }).click();
    await page.getByRole('button', { name: 'Show as a table' }).click();
    await page.getByRole('table').getByRole('row').nth(1).getByRole('button').click();
    await expect(page.getByRole('region', { name: /^L\dH\d and L\dH\d$/ })).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
}

test('the pages on the right are tabs: one stop, arrows lead on, and each is named', async ({ app, page }) => {
  await app.open({ head: 'L0H6' });
  const tab = (name: string) => page.getByRole('tab', { name });
  await tab('Heads').focus();
  await page.keyboard.press('ArrowRight');
  await expect(tab('Inside')).toBeFocused();
  await expect(tab('Inside')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('tabpanel', { name: 'Inside' })).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(tab('Cost')).toBeFocused();
  await tab('Cost').blur();
  await page.keyboard.press('v');
  await expect(tab('Heads')).toHaveAttribute('aria-selected', 'true');
  expect(new URL(page.url()).searchParams.get('view')).toBeNull();
});
