import type { Page } from 'playwright/test';

/** So many looks in a row must find nothing new, each after so many milliseconds and once the main thread has nothing left to do. */
const LOOKS = { count: 6, ms: 50 } as const;

/**
 * Waits until a page that says it is ready no longer changes: parts of it that are fetched when they are first drawn come, one by one,
 * after that. For tests of what something changes, moves or paints, which would count their coming too.
 */
export async function untilQuiet(page: Page): Promise<void> {
  await page.evaluate(async ({ count, ms }) => {
    let nChanges = 0;
    const note = (): void => {
      nChanges += 1;
    };
    const changes = new MutationObserver(note);
    changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    // What has come may not be drawn yet.
    const files = new PerformanceObserver(note);
    files.observe({ type: 'resource' });
    await document.fonts.ready;
    for (let nQuiet = 0; nQuiet < count;) {
      const before = nChanges;
      await new Promise((done) => {
        setTimeout(() => requestIdleCallback(done), ms);
      });
      nQuiet = nChanges === before ? nQuiet + 1 : 0;
    }
    changes.disconnect();
    files.disconnect();
  }, LOOKS);
}
