import { readFileSync } from 'node:fs';
import { expect } from 'playwright/test';
import { findings } from './support/axe.ts';
import { test } from './support/headlight.ts';

test('a head is named, and its note stands in the grid, in a table, in files, in the link, and is kept', async ({
  app,
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await app.open({ head: 'L0H6,L2H5' });
  const note = page.getByRole('group', { name: 'Note on L2H5' });
  await note.getByRole('textbox', { name: 'What you call L2H5' }).fill('links verb and subject');
  await note.getByRole('combobox').selectOption('syntax');
  await note.getByRole('textbox', { name: 'What you noticed of L2H5' }).fill('weak, "only" here');
  await expect(app.cell('L2H5')).toHaveAccessibleName(/, note: links verb and subject \(syntax\)$/);
  await app.place('L0H6').getByRole('button', { pressed: false }).first().click();
  await page.getByRole('group', { name: 'Note on L0H6' }).getByRole('combobox').selectOption('position');
  expect(await findings(page)).toEqual([]);

  // Loaded again it is there, for this model and no other.
  await page.reload();
  await app.settle();
  await page.getByLabel('colour by').selectOption('note');
  await expect(page.getByRole('group', { name: 'What the colours mean' })).toContainText(/position 1.*syntax 1/);
  await app.turnTo('Notes');
  const panel = page.getByRole('region', { name: 'Notes' });
  const rows = panel.getByRole('table').getByRole('row');
  await expect(rows).toHaveCount(3);
  await panel.getByRole('radio', { name: 'syntax 1' }).check();
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText('weak, "only" here');
  expect(await findings(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await panel.getByRole('button', { name: /^CSV/ }).click();
  const file = await (await download).path();
  expect(readFileSync(file, 'utf8')).toBe(
    'stack,head,name,kind,note\r\ndecoder,L2H5,links verb and subject,syntax,"weak, ""only"" here"\r\n',
  );
  const run = await app.export();
  expect(JSON.parse(JSON.stringify(run.json))).toMatchObject({
    notes: [
      { stack: 'decoder', layer: 0, head: 6, kind: 'position' },
      { stack: 'decoder', layer: 2, head: 5, name: 'links verb and subject' },
    ],
  });
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(page.getByText('Link copied')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());

  // Who opens the link without notes of their own has these; what the file brings then is there already.
  await page.evaluate(() => localStorage.clear());
  await page.goto(link);
  await app.settle();
  await expect(app.cell('L2H5')).toHaveAccessibleName(/note: links verb and subject \(syntax\)$/);
  await app.turnTo('Notes');
  await page.getByLabel('Bring notes in').setInputFiles(file);
  await expect(panel.getByRole('status')).toHaveText('0 notes came in; 1 head had one already, which stays.');
  await expect(rows).toHaveCount(3);
  await page.reload();
  await app.settle();
  await expect(app.cell('L0H6')).toHaveAccessibleName(/note: position$/);
});
