import { expect } from 'playwright/test';
import { keptTest as test, test as testAnew } from './support/headlight.ts';
import { rowOf } from './support/runFile.ts';

test('typing runs the model, and no older result takes the place of a newer one', async ({ app, page }) => {
  await app.open();
  await app.sentence.fill('');
  const strips = await page.evaluateHandle(() => {
    const seen: string[] = [];
    const note = (): void => {
      const strip = [...document.querySelectorAll('[role=option][data-position]')].slice(1);
      // A space at the end, until its word follows, is shown by a sign.
      const text = strip.map((token) => token.textContent?.replaceAll('␣', '')).join('');
      if (text !== seen.at(-1)) seen.push(text);
    };
    note();
    new MutationObserver(note).observe(document.body, { childList: true, characterData: true, subtree: true });
    return seen;
  });
  const text = 'A quick brown fox jumps over it';
  // First at the pace of a person, so that results come in between, then as fast as it goes.
  await app.sentence.pressSequentially(text.slice(0, 15), { delay: 120 });
  await app.rerun(() => app.sentence.pressSequentially(text.slice(15)));
  const letters = text.replaceAll(' ', '');
  await expect(app.tokens.last()).toHaveText('it');
  await app.settle();

  const [before, ...seen] = await strips.jsonValue();
  expect(before).toBe('Theboysprintedtothebankbecauseheneededcashquickly.');
  expect(seen.at(-1)).toBe(letters);
  expect(seen.length).toBeGreaterThan(3);
  for (const [index, strip] of seen.entries()) {
    expect(letters.slice(0, strip.length)).toBe(strip);
    expect(strip.length).toBeGreaterThan(seen[index - 1]?.length ?? 0);
  }
  const run = await app.export();
  expect(run.json.text).toBe(text);
  await expect(app.count).toHaveText(`${run.json.tokens.length} / 256 tokens`);
});

test('10,000 characters are cut at 256 tokens, and the page says where', async ({ app, page }) => {
  await app.open();
  const text = 'He went to the bank because the cash was there. '.repeat(209).slice(0, 10_000);
  await app.type(text);
  await expect(app.tokens).toHaveCount(256);
  await expect(page.getByRole('status').filter({ hasText: '/ 256 tokens' })).toHaveText(
    /^2\d{3} \/ 256 tokens: only the first 256 are shown$/,
  );
  const { json } = await app.export();
  expect(json.text).toBe(text);
  const { end } = json.tokens.at(-1)!;
  await expect(page.getByRole('deletion')).toHaveText(new RegExp(`^${text.slice(end, end + 100)}`));
  await expect(app.sentence).toHaveValue(text);
});

testAnew('an empty box keeps the last picture and asks for a sentence', async ({ app, page }) => {
  await app.open();
  const tokens = await app.tokens.allTextContents();
  for (const nothing of ['', '   ', ' \n\t ']) {
    await app.sentence.fill(nothing);
    await expect(page.getByText('Type a sentence. The heads of the last one stay.')).toBeVisible();
    await app.settle();
    await expect(app.tokens).toHaveText(tokens);
    await expect(app.cells).toHaveCount(32);
    await expect(app.alert).toBeHidden();
  }
  await app.open({ text: '  ' });
  await expect(page.getByText('Type a sentence to see its heads.')).toBeVisible();
  await expect(app.cells).toHaveCount(0);
  await expect(app.alert).toBeHidden();
  await app.type('One');
  await expect(app.cells).toHaveCount(32);
  await expect(app.cell('L2H5')).toHaveAccessibleName('Layer 2, head 5: too short to tell');
});

test('text of any script is shown whole, with no broken letter', async ({ app }) => {
  await app.open();
  const texts = [
    'A family 👨‍👩‍👧‍👦 and a flag 🏳️‍🌈.',
    'ذهب الولد إلى المصرف بسرعة',
    '男孩跑去银行,因为他需要现金。',
    'one\ntwo\n\n\tthree',
    'naïve café, Zürich, a\u0301e\u0301',
  ];
  for (const text of texts) {
    await app.type(text);
    const run = await app.export();
    const { tokens } = run.json;
    expect(run.json.text).toBe(text);
    await expect(app.tokens).toHaveCount(tokens.length);
    // No character is left without a token, and no token has a place outside of the text.
    const covered = new Set(
      tokens.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)),
    );
    expect([...covered].toSorted((a, b) => a - b)).toEqual(Array.from({ length: text.length }, (_, i) => i));
    expect((await app.tokens.allTextContents()).join('')).not.toContain('\uFFFD');
    const row = rowOf(run, 'L3H7', tokens.length - 1);
    expect(row.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 5);
  }
  await app.type('ولد');
  await expect(app.sentence).toHaveCSS('direction', 'rtl');
  await app.type('a\nb');
  await expect(app.tokens.nth(2)).toHaveText('⏎');
});

test('markup is text and nothing else', async ({ app, page }) => {
  await app.open();
  const text = '<script>window.name="struck"</script><img onerror="window.name=1" src=x><b>bold</b>';
  await app.type(text);
  expect((await app.tokens.allTextContents()).slice(1).join('')).toBe(text.replaceAll(' ', ''));
  await expect(page.locator('img, #app script, [role=option] *')).toHaveCount(0);
  expect(await page.evaluate(() => window.name)).toBe('');
  await app.pointAt((await app.pinned())[0]!, 5, 1);
  await expect(app.tooltip).toContainText('column < (1)');
});

test('special tokens that are typed are special tokens', async ({ app }) => {
  await app.open({ text: 'Hello<|endoftext|>world' });
  await expect(app.tokens.filter({ hasText: '<|endoftext|>' })).toHaveCount(2);
  await app.open({ model: 'bookworm-bert', text: 'The boy ran to the [MASK] quickly.' });
  const { json } = await app.export();
  expect(json.tokens.filter(({ special }) => special).map(({ text }) => text)).toEqual(['[CLS]', '[MASK]', '[SEP]']);
  const mask = json.tokens.find(({ text }) => text === '[MASK]')!;
  expect([mask.start, mask.end]).toEqual([19, 25]);
  const shown = app.tokens.filter({ hasText: '[MASK]' });
  await expect(shown).toHaveText('[MASK]');
  await expect(shown).toHaveAttribute('data-special');
});

test('a second sentence is a segment of its own', async ({ app, page }) => {
  await app.open({ model: 'bookworm-bert', text: 'The boy ran to the bank.' });
  const second = page.getByLabel('Second sentence');
  await expect(second).toBeHidden();
  const block = async (): Promise<string[]> =>
    (await app.export()).json.labels.filter(({ label }) => label === 'block').map(({ status }) => status);
  expect(await block()).not.toContain('assigned');

  // The opening of the box is a run of its own.
  await app.rerun(() => page.getByRole('button', { name: 'Add a second sentence' }).click());
  await app.rerun(() => second.fill('He needed cash.'));
  const { json } = await app.export();
  expect(json.pair).toBe('He needed cash.');
  expect(json.tokens.filter(({ special }) => special).map(({ text }) => text)).toEqual(['[CLS]', '[SEP]', '[SEP]']);
  const own = json.tokens.filter(({ special, segment }) => !special && segment === 1);
  expect(own.map(({ start, end }) => json.pair!.slice(start, end)).join('')).toBe('Heneededcash.');
  expect(await block()).toContain('assigned');

  await app.rerun(() => page.getByRole('button', { name: 'Remove' }).click());
  expect((await app.export()).json.pair).toBeNull();
  // A model that reads one sentence is not handed two.
  await app.open({ pair: 'He needed cash.' });
  await expect(second).toBeHidden();
  expect((await app.export()).json.pair).toBeNull();
});
