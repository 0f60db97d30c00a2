import { expect, test } from 'playwright/test';
import { Hand } from './support/monkey/hand.ts';
import { sequenceOf, stepWords } from './support/monkey/sequence.ts';
import { gatherTroubles } from './support/monkey/troubles.ts';
import { expectWayOut } from './support/monkey/ways.ts';
import { expectSameWeight, goHome } from './support/monkey/weigh.ts';
import { watchPage } from './support/watchPage.ts';

const { HEADLIGHT_MONKEY_SEED: SEED = '1', HEADLIGHT_MONKEY_ACTIONS: N_ACTIONS = '200' } = process.env;
/** Numbers of the only steps that are done, "3,17-20": to find those that matter. */
const ONLY = process.env['HEADLIGHT_MONKEY_ONLY'];

/** After so many steps the page is given time, and must come to rest. */
const REST_EVERY = 20;

// A trace holds on to everything that was ever on the page, and what is weighed here is what the page holds on to.
test.use({ viewport: { width: 1440, height: 900 }, trace: 'off' });
test.setTimeout(Number(N_ACTIONS) * 5000 + 120_000);

test(`${N_ACTIONS} things that a person might do, in any order, leave a page that works: seed ${SEED}`, async ({
  browser,
  page,
}) => {
  // What cannot be reached is to be told with the steps that led there, and not to be waited for to the end.
  page.setDefaultTimeout(30_000);
  const troubles = await gatherTroubles(page);
  await watchPage(page);
  const hand = new Hand(page);
  await hand.app.open();
  const log: string[] = [];
  try {
    for (const step of sequenceOf(Number(SEED), Number(N_ACTIONS)).filter(({ number }) => isWanted(number))) {
      if (step.action.isAnywhere !== true) await hand.leaveDialogs();
      log.push(stepWords(step));
      const done = await step.action.act(hand, step.choice, step.at);
      if (done !== 'done') log.push(`${log.pop()}: ${done}`);
      expect(troubles).toEqual([]);
      if (step.number % REST_EVERY === 0) await expectWayOut(hand);
    }
    await goHome(hand);
    await expectSameWeight(browser, page);
    expect(troubles).toEqual([]);
  } catch (error) {
    const how = `HEADLIGHT_MONKEY_SEED=${SEED} HEADLIGHT_MONKEY_ACTIONS=${N_ACTIONS} npx playwright test e2e/monkey.spec.ts`;
    throw new Error(
      [error instanceof Error ? error.message : String(error), ...troubles, `To repeat: ${how}`, ...log].join('\n'),
      { cause: error },
    );
  }
});

function isWanted(number: number): boolean {
  if (ONLY === undefined) return true;
  return ONLY.split(',').some((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return from <= number && number <= to;
  });
}
