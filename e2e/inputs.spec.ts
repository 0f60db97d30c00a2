import { resolve } from 'node:path';
import { expect } from 'playwright/test';
import { test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';

const graph = (name: string): string => resolve(import.meta.dirname, 'fixtures/opened/graphs', name);

test('what inputs are fed that nobody knows is chosen in a group, stands in the link, and asks for what cannot be guessed', async ({
  app,
  page,
}) => {
  await app.open();
  const inputs = page.getByRole('group', { name: 'Inputs' });
  await app.reopen(() => new OpenDialog(page).pick(graph('own-style-and-speed.onnx')));
  await expect(page.getByText('What else it takes was set: speed is 1; style: zeros.')).toBeVisible();
  const before = await app.export();

  await inputs.getByRole('combobox', { name: 'What style is fed with' }).selectOption('a number in all places');
  await inputs.getByRole('spinbutton', { name: 'The number that style is fed with' }).fill('2');
  await inputs.getByRole('spinbutton', { name: 'The number that speed is fed with' }).fill('0.5');
  await app.reopen(() => inputs.getByRole('button', { name: 'Run with these' }).click());
  await expect(page.getByText('What else it takes was set: speed is 0.5; style: 2 everywhere.')).toBeVisible();
  await expect(page).toHaveURL(/inputs=style%3A2%2Cspeed%3A0\.5/);
  expect((await app.export()).attention).not.toEqual(before.attention);

  // Opened anew it is fed what was said, and another file is not.
  await app.reopen(() => new OpenDialog(page).pick(graph('own-fixed-length-8.onnx')));
  await expect(page).not.toHaveURL(/inputs=/);
  await app.reopen(() => new OpenDialog(page).pick(graph('own-style-and-speed.onnx')));
  await expect(page).toHaveURL(/inputs=style%3A2%2Cspeed%3A0\.5/);
  await expect(page.getByText('What else it takes was set: speed is 0.5; style: 2 everywhere.')).toBeVisible();

  await inputs.getByRole('combobox', { name: 'What style is fed with' }).selectOption('zeros');
  await inputs.getByRole('spinbutton', { name: 'The number that speed is fed with' }).fill('1');
  await app.reopen(() => inputs.getByRole('button', { name: 'Run with these' }).click());
  await expect(page).not.toHaveURL(/inputs=/);
  expect((await app.export()).attention).toEqual(before.attention);

  await app.reopen(() => new OpenDialog(page).pick(graph('own-samples.onnx')));
  await expect(app.alert).toContainText('heard');
  await inputs.getByRole('combobox', { name: 'What heard is fed with' }).selectOption('random numbers');
  await app.reopen(() => inputs.getByRole('button', { name: 'Run with these' }).click());
  await expect(app.alert).toHaveCount(0);
  await expect(app.cells).toHaveCount(2);
});
