import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { csvOf } from './support/csv.ts';
import { keptTest as test, test as testAnew } from './support/headlight.ts';
import type { Headlight } from './support/headlight.ts';
import { decodeArray } from './support/runFile.ts';

const compareButton = (page: Page) => page.getByRole('button', { name: /^Compare on/ });

async function compare(app: Headlight): Promise<void> {
  await compareButton(app.page).click();
  await expect(app.page.getByText(/groups among 32 heads/)).toBeVisible();
}

/** Average linkage by hand, ended where the nearest two groups are farther than tau: all means of all pairs, again each time. */
function nGroupsWithin(distance: ArrayLike<number>, n: number, tau: number): number {
  const groups = Array.from({ length: n }, (_, item) => [item]);
  const mean = (a: number[], b: number[]): number =>
    a.reduce((sum, one) => sum + b.reduce((part, other) => part + distance[one * n + other]!, 0), 0) /
    (a.length * b.length);
  for (;;) {
    let best: { a: number; b: number; far: number } | null = null;
    for (let a = 0; a < groups.length; a++) {
      for (let b = a + 1; b < groups.length; b++) {
        const far = mean(groups[a]!, groups[b]!);
        if (best === null || far < best.far) best = { a, b, far };
      }
    }
    if (best === null || best.far > tau) return groups.length;
    groups[best.a]!.push(...groups[best.b]!);
    groups.splice(best.b, 1);
  }
}

test('a sentence too short to compare is said to be, and a longer one is compared after it', async ({ app, page }) => {
  await app.open({ text: 'the', view: 'alike' });
  await compareButton(page).click();
  await expect(page.getByText(/Too short to tell/)).toBeVisible();
  await expect(page.getByText(/could not be/)).toHaveCount(0);
  await app.type('The boy sprinted to the bank.');
  await compare(app);
  await expect(page.getByText(/over 1 sentence,/)).toBeVisible();
});

test('a list whose first sentence is too short is compared on the others', async ({ app, page }) => {
  await app.open({ view: 'alike' });
  await page.getByRole('radio', { name: 'a list of sentences' }).check();
  await page
    .getByRole('textbox', { name: /one a line/i })
    .fill('the\nThe boy saw the bank.\nThe sea was calm and deep.');
  await compare(app);
  await expect(page.getByText(/over 2 sentences \(1 of 3 is too short to tell\)/)).toBeVisible();
});

test('groups are those of the tree that is drawn, cut at its line', async ({ app, page }) => {
  await app.open({ view: 'alike', tau: '0.4' });
  await compare(app);
  const { json } = await app.export();
  const n = nGroupsWithin(decodeArray(json.alike![0]!.distance), 32, 0.4);
  await expect(page.getByText(/groups among 32 heads/)).toContainText(`${n} groups`);
});

test('a pair is in the link, side by side when it is opened, and pinned beside what is pinned', async ({
  app,
  page,
}) => {
  await app.open({ view: 'alike', head: 'L3H2', twins: 'L2H1,L0H3' });
  const pair = page.getByRole('region', { name: 'L0H3 and L2H1' });
  await expect(pair.getByRole('application')).toHaveCount(3);
  // The page compares by itself when it is opened.
  await expect(pair).toContainText(/Distance 0\.\d\d/);
  await pair.getByRole('button', { name: 'Pin both' }).click();
  expect(await app.pinned()).toEqual(['L3H2', 'L0H3', 'L2H1']);
  await app.turnTo('Alike');
  await pair.getByRole('button', { name: 'Let go' }).click();
  await expect(pair).toHaveCount(0);
  expect(new URL(page.url()).searchParams.get('twins')).toBeNull();
  await page.getByRole('button', { name: 'Show as a table' }).click();
  const first = page.getByRole('table').getByRole('rowheader').first();
  const names = (await first.innerText()).split(' and ');
  await first.getByRole('button').click();
  await expect(page.getByRole('region', { name: names.join(' and ') })).toBeVisible();
  expect(new URL(page.url()).searchParams.get('twins')).toBe(names.join());
});

test('on content keys everything follows, and the link says so', async ({ app, page }) => {
  await app.open({ view: 'alike', tau: '0.4', head: 'L0H6' });
  await compare(app);
  const { json } = await app.export();
  const [all, content] = [decodeArray(json.alike![0]!.distance), decodeArray(json.alike![0]!.contentDistance)];
  expect(content.some(Number.isNaN)).toBe(false);
  const [onAll, onContent] = [nGroupsWithin(all, 32, 0.4), nGroupsWithin(content, 32, 0.4)];
  expect(onContent).not.toBe(onAll);
  await page.getByRole('radio', { name: 'content keys' }).check();
  await expect(page.getByText(/groups among 32 heads/)).toContainText(`${onContent} groups`);
  await expect(page.getByText(/groups among 32 heads/)).toContainText('on content keys over 1 sentence');
  expect(new URL(page.url()).searchParams.get('keys')).toBe('content');
  await expect(page.getByRole('application', { name: /^How alike 32 heads look on content keys/ })).toBeVisible();
  // The grid shows the distance of L1H2 from the active head, L0H6.
  const far = content[6 * 32 + 10]!.toFixed(2);
  await expect(app.cell('L1H2')).toHaveAccessibleName(new RegExp(`distance ${far} from L0H6 on content keys`));
  await app.turnTo('Heads');
  const nearest = Array.from({ length: 32 }, (_, index) => index)
    .filter((index) => index !== 6)
    .toSorted((a, b) => content[6 * 32 + a]! - content[6 * 32 + b]!)[0]!;
  await expect(page.getByText('nearest to L0H6 on content keys:').getByRole('button').first()).toHaveText(
    `L${Math.floor(nearest / 8)}H${nearest % 8} ${content[6 * 32 + nearest]!.toFixed(2)}`,
  );
});

test('every number that is drawn can be had as a table and as a file', async ({ app, page }) => {
  await app.open({ view: 'alike', tau: '0.4', twins: 'L0H3,L2H1' });
  await compare(app);
  await page.getByRole('button', { name: 'Is one the backup of the other?' }).click();
  await expect(page.getByText(/interaction/)).toBeVisible();
  await page.getByRole('button', { name: 'Show as a table' }).click();
  const file = async (table: string, button: RegExp) => {
    await page.getByRole('radio', { name: table, exact: true }).check();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: button }).click();
    const rows = await csvOf(await download);
    return [rows.columns, ...rows.map((row) => rows.columns.map((name) => row[name] ?? ''))];
  };
  const { json } = await app.export();
  const distance = decodeArray(json.alike![0]!.distance);
  expect(await file('pairs', /^All 496 pairs \(CSV\)/)).toHaveLength(497);

  const groups = await file('groups', /^CSV: Groups within 0.40/);
  expect(groups).toHaveLength(1 + nGroupsWithin(distance, 32, 0.4));
  expect(groups[1]![0]).toBe('A');
  expect(groups.slice(1).reduce((sum, row) => sum + Number(row[1]), 0)).toBe(32);

  const steps = await file('tree', /^CSV: Steps of the tree/);
  expect(steps).toHaveLength(32);
  // The first step joins the nearest pair, at its distance.
  expect(Number(steps[1]![3])).toBeCloseTo(Math.min(...distance.filter((one) => one > 0)), 6);

  const points = await file('map', /^CSV: Points of the map/);
  expect(points[0]).toEqual(['head', 'x', 'y', 'group', 'label']);
  expect(points).toHaveLength(33);
  const inA = points.filter((row) => row[3] === 'A').map(([head]) => head);
  expect(inA).toEqual(groups[1]![2]!.split(' '));

  const [, backup] = await file('backup', /^CSV: Change of the loss/);
  // The sentence ends the first cell with a full stop; the rest are four numbers of which the last is the difference.
  const [a, b, both, together] = backup!.slice(-4).map(Number);
  expect(together).toBeCloseTo(both! - a! - b!, 12);
});

test('what was measured of a pair says in which mode, and that it is another one now', async ({ app, page }) => {
  await app.open({ view: 'alike', twins: 'L0H3,L2H1', mode: 'zero' });
  const pair = page.getByRole('region', { name: 'L0H3 and L2H1' });
  await pair.getByRole('button', { name: 'Is one the backup of the other?' }).click();
  const said = pair.getByText(/interaction/);
  await expect(said).toContainText('zero in place of a head');
  await expect(said).not.toContainText('now');
  await app.restore({ view: 'alike', twins: 'L0H3,L2H1', mode: 'mean' });
  await expect(said).toContainText('zero in place of a head');
  await expect(said).toContainText('The mode is mean now.');
  await app.restore({ view: 'alike', twins: 'L0H3,L2H1', mode: 'zero' });
  await expect(said).not.toContainText('now');
  await app.type('The boy saw the sea.');
  await expect(said).toContainText('The sentence has changed since.');
});

testAnew('a part that breaks says that it broke, and is drawn again when something changes', async ({ app, page }) => {
  await page.addInitScript(() => {
    const getContext = Reflect.get(HTMLCanvasElement.prototype, 'getContext');
    Reflect.set(
      HTMLCanvasElement.prototype,
      'getContext',
      function broken(this: HTMLCanvasElement, ...args: unknown[]) {
        if (this.closest('[aria-label="Heads that look alike"]') !== null && document.title !== 'mended') {
          throw new RangeError('broken on purpose');
        }
        return Reflect.apply(getContext, this, args);
      },
    );
  });
  await app.open({ view: 'alike' });
  await expect(app.alert).toContainText('stopped by an error of its own (RangeError: broken on purpose)');
  await expect(app.alert).not.toContainText('connection');
  await page.evaluate(() => {
    document.title = 'mended';
  });
  await app.type('The boy saw the sea.');
  await compare(app);
  await expect(app.alert).toHaveCount(0);
});

testAnew('a part that cannot be fetched speaks of the connection', async ({ app, page }) => {
  await app.open();
  await page.route(/AlikePanel.*\.js/, (route) => route.abort());
  await app.turnTo('Alike');
  await expect(app.alert).toContainText('could not be fetched. Check the connection');
});
