import { expect } from 'playwright/test';
import { test } from './support/headlight.ts';
import { madeJson } from './support/files.ts';
import { OpenDialog } from './support/openDialog.ts';

const SOURCE = 'der alte mann geht heute in den wald nach haus'.split(' ');
const TARGET = 'the old man walks into the wood today'.split(' ');

/** Shape: weight(query, key) -> rows that sum to 1. */
const head = (weight: (query: number, key: number) => number) =>
  TARGET.map((_, query) => {
    const row = SOURCE.map((__, key) => weight(query, key));
    const sum = row.reduce((a, b) => a + b, 0);
    return row.map((value) => value / sum);
  });

test('heads of cross-attention are labelled: one that follows the source says so, shows where, and is explained', async ({
  app,
  page,
}) => {
  const along = head((query, key) => (key === Math.round(query * 1.2) ? 9 : 0.1));
  const column = head((_, key) => (key === 2 ? 9 : 0.1));
  const attention = [[along, column]];
  await app.open();
  await app.reopen(() =>
    new OpenDialog(page).pick([madeJson('cross.json', { attention, query_tokens: TARGET, key_tokens: SOURCE })]),
  );
  await expect(app.cells).toHaveCount(2);
  await expect(app.cells.nth(0)).toHaveAccessibleName(/follows the source/);
  await expect(app.cells.nth(1)).toHaveAccessibleName(/one word: mann/);
  await app.cells.nth(0).click();
  await page.mouse.move(5, 5);
  await app.askWhy();
  await expect(app.why).toContainText('The later a token of the target, the later the place in the source');
  await expect(app.why).toContainText('Assigned: every gate holds.');
  await expect(app.why.getByRole('button', { name: /^monotone alignment/ })).toBeVisible();
  // What was seen of another stack is not asked of this one.
  await expect(app.why.getByRole('button', { name: /^previous token/ })).toHaveCount(0);
  await page
    .getByRole('group', { name: 'Filter by label' })
    .getByRole('button', { name: /follows the source/ })
    .click();
  await expect(page).toHaveURL(/aligned/);
});
