import { expect } from 'playwright/test';
import { bookworm } from '../scripts/hub/content.ts';
import { Hub } from '../scripts/hub/hubServer.ts';
import { findings } from './support/axe.ts';
import { test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';

const BERT = 'headlight/bookworm-bert';
const QUESTION = 'This link names a model hub of its own.';

/** A hub that nobody has agreed to, of another origin than the page. */
let hub: Hub;

test.beforeEach(async () => {
  hub = await Hub.open();
  hub.publish(BERT, bookworm('bookworm-bert'));
});
test.afterEach(() => hub.close());

test('a link with another host sends nothing to it before the person agrees, and asks once', async ({ app, page }) => {
  await app.goto({ model: BERT, host: hub.url });
  await app.settle('failed');
  await expect(app.alert).toContainText(QUESTION);
  await expect(app.alert).toContainText(hub.url);
  expect(await findings(page)).toEqual([]);
  await page.reload();
  await app.settle('failed');
  expect(hub.requests).toEqual([]);
  await app.rerun(() => page.getByRole('button', { name: 'Use this hub' }).click());
  await expect(app.tokens.first()).toHaveText('[CLS]');
  expect(hub.requests.length).toBeGreaterThan(0);
  // Agreed to in this browser.
  await app.open({ model: BERT, host: hub.url });
  await expect(app.tokens.first()).toHaveText('[CLS]');
});

test('back and forward ask too, and staying with the default hub sends nothing to the other', async ({ app, page }) => {
  const asked: string[] = [];
  await page.route('https://huggingface.co/**', (route) => {
    asked.push(route.request().url());
    return route.fulfill({ status: 404, body: 'not here' });
  });
  await app.open();
  const tokens = await app.tokens.allTextContents();
  await app.restore({ model: BERT, host: hub.url });
  await app.settle('failed');
  await expect(app.alert).toContainText(QUESTION);
  await expect(app.tokens).toHaveText(tokens);
  // The dialog does not offer the link's host as if the person had typed it.
  const open = new OpenDialog(page);
  await open.show();
  await expect(open.dialog.getByRole('textbox', { name: 'Host' })).toHaveValue('https://huggingface.co');
  await page.keyboard.press('Escape');
  await app.rerun(() => page.goBack());
  await expect(app.alert).toBeHidden();
  await page.goForward();
  await app.settle('failed');
  await expect(app.alert).toContainText(QUESTION);
  expect(asked).toEqual([]);
  await page.getByRole('button', { name: 'Stay with huggingface.co' }).click();
  await expect(app.alert).not.toContainText(QUESTION);
  await expect(page).not.toHaveURL(/host=/);
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  expect(hub.requests).toEqual([]);
});

test('closing the question leaves both ways', async ({ app, page }) => {
  await app.goto({ model: BERT, host: hub.url });
  await app.alert.getByRole('button', { name: 'Dismiss' }).click();
  await expect(app.alert).toBeHidden();
  expect(hub.requests).toEqual([]);
  await app.rerun(() => page.getByRole('button', { name: 'Use this hub' }).click());
  await expect(app.tokens.first()).toHaveText('[CLS]');
});

test('a host that was typed under "Open" is not asked for again, in a link either', async ({ app, page }) => {
  await app.open();
  await app.rerun(() => new OpenDialog(page).load(BERT, hub.url));
  await app.open({ model: BERT, host: hub.url });
  await expect(app.alert).toBeHidden();
  await expect(app.tokens.first()).toHaveText('[CLS]');
});
