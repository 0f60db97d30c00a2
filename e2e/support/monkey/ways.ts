import { expect } from 'playwright/test';
import type { Hand } from './hand.ts';

/** However busy the machine, the page comes to rest in this time, or offers to stop. */
const REST_MS = 30_000;

/** Ids for models without a tokenizer, and words for all others. */
const SHORT = '1 2 3';

/** The page is ready, or says what is wrong beside something that gets it going again, which is tried. */
export async function expectWayOut(hand: Hand): Promise<void> {
  await hand.leaveDialogs();
  await expectRest(hand);
  if (!(await isFailed(hand))) return;
  await expect(
    hand.page.locator('[data-told] strong, [data-told] [role=status]').first(),
    'failed without a word',
  ).toBeVisible();
  // That of the message: parts that fetch something of their own have one too, which moves no model.
  const again = hand.page.locator('[data-told]').getByRole('button', { name: 'Try again', exact: true });
  if (await again.isVisible()) await expectMoves(hand, () => again.click());
  else if (await hand.app.sentence.isVisible()) await typeShort(hand);
  if (await isFailed(hand)) await openAnother(hand);
}

/** Another model than the one that is chosen opens, whatever happened before. */
export async function openAnother(hand: Hand): Promise<void> {
  const { model } = hand.app;
  await leaveRoom(hand);
  const other = (await model.inputValue()) === 'bookworm-gpt' ? 'bookworm-bert' : 'bookworm-gpt';
  await expectMoves(hand, () => model.selectOption(other));
  expect(await isFailed(hand), `${other} did not open`).toBe(false);
}

/** Before a room there is little to press. */
export async function leaveRoom(hand: Hand): Promise<void> {
  await hand.press(hand.page.getByRole('button', { name: 'Leave presenting' }));
}

/** What failed may have been the text. */
async function typeShort(hand: Hand): Promise<void> {
  const { sentence } = hand.app;
  await sentence.fill((await sentence.inputValue()) === SHORT ? `${SHORT} 4` : SHORT);
  await expectRest(hand);
}

/** Something is done that the page must answer to: it goes on to another state, and comes to rest. */
async function expectMoves(hand: Hand, act: () => Promise<unknown>): Promise<void> {
  const before = await hand.page.evaluate(() => window.seenStates.length);
  await act();
  await expect
    .poll(() => hand.page.evaluate((n) => window.seenStates.length > n, before), {
      message: 'nothing happens',
      timeout: REST_MS,
    })
    .toBe(true);
  await expectRest(hand);
}

async function expectRest(hand: Hand): Promise<void> {
  if (await comesToRest(hand)) return;
  const stop = hand.page.getByRole('button', { name: 'Stop', exact: true });
  await expect(stop, 'neither at rest nor to be stopped').toBeVisible();
  await stop.click();
  expect(await comesToRest(hand), 'not at rest after "Stop"').toBe(true);
}

/** Neither a model nor heads switched off are waited for. */
function comesToRest({ page }: Hand): Promise<boolean> {
  return page
    .waitForFunction(
      () => {
        const { state = '', ablation = '' } = document.documentElement.dataset;
        return /^(ready|failed)$/.test(state) && !/^(running|losses)$/.test(ablation);
      },
      undefined,
      { timeout: REST_MS },
    )
    .then(
      () => true,
      () => false,
    );
}

async function isFailed({ page }: Hand): Promise<boolean> {
  return (await page.evaluate(() => document.documentElement.dataset['state'])) === 'failed';
}
