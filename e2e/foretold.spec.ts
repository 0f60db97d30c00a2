import { expect } from 'playwright/test';
import { findings } from './support/axe.ts';
import { keptTest as test } from './support/headlight.ts';

test('a causal model goes on with the text: five words with their probabilities; Enter runs, Shift+Enter breaks the line', async ({
  app,
  page,
}) => {
  await app.open({ text: 'The old man went to the' });
  const next = page.getByRole('list', { name: 'The model goes on with' }).getByRole('listitem');
  await expect(next).toHaveCount(5);
  const shares = await next.evaluateAll((items) =>
    items.map((item) => Number(/([\d.]+) %/.exec(item.textContent ?? '')?.[1])),
  );
  expect(shares).toEqual(shares.toSorted((a, b) => b - a));
  await app.sentence.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(app.sentence).toHaveValue('The old man went to the');
  await page.keyboard.press('Shift+Enter');
  await expect(app.sentence).toHaveValue('The old man went to the\n');
  // A mask is no word to a model that reads from left to right; one tap shows the sentence in one that fills it in.
  await app.type('She opened the [MASK] and went out.');
  await expect(page.getByText('This model reads from left to right')).toBeVisible();
  await app.reopen(() => page.getByRole('button', { name: 'Bookworm BERT fills it in' }).click());
  const filled = page.getByRole('list', { name: /^Filled in at \[MASK\] \(\d+\)/ });
  await expect(filled.getByRole('listitem')).toHaveCount(5);
  expect(await findings(page)).toEqual([]);
  await app.type('She opened the door and went out.');
  await expect(filled).toHaveCount(0);
  await expect(page.getByText('Write [MASK] in place of a word, and the model fills it in.')).toBeVisible();
});
