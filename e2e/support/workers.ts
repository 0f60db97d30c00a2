import type { Page } from 'playwright/test';

/** What a worker can be made to do: never come back to its messages, throw where nobody catches it, or end without a word. */
type Fate = 'hang' | 'throw' | 'close';

declare global {
  interface Window {
    /** Every worker that the page has started. */
    startedWorkers: Worker[];
  }
}

/** Lets a test decide over the worker that runs models: its script is served with an ear for that. Before the page is opened. */
export async function holdWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.startedWorkers = [];
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        window.startedWorkers.push(this);
      }
    };
  });
  await page.route(/\/assets\/worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${EAR}${await response.text()}` });
  });
}

const EAR = `self.addEventListener('message', ({ data }) => {
  if (data.fate === 'hang') for (;;);
  if (data.fate === 'throw') {
    // Not before what is asked meanwhile is under way.
    const end = Date.now() + 1500;
    while (Date.now() < end);
    throw new Error('made to fail');
  }
  if (data.fate === 'close') self.close();
});
`;

/** Decides over the newest worker. */
export async function strike(page: Page, fate: Fate): Promise<void> {
  await page.evaluate((what) => window.startedWorkers.at(-1)?.postMessage({ fate: what }), fate);
}

export const countWorkers = (page: Page): Promise<number> => page.evaluate(() => window.startedWorkers.length);
