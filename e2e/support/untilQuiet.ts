import type { Page } from 'playwright/test';

/** So many looks in a row must find nothing new, each after so many milliseconds and once the main thread has nothing left to do. */
const LOOKS = { count: 6, ms: 50, idleMs: 500, mostMs: 40_000 } as const;

/**
 * Waits until a page that says it is ready no longer changes: parts of it that are fetched when they are first drawn come, one by one,
 * after that. For tests of what something changes, moves or paints, which would count their coming too. Throws with what changed last where it never rests.
 */
export async function untilQuiet(page: Page): Promise<void> {
  await page.evaluate(async ({ count, ms, idleMs, mostMs }) => {
    const changed: string[] = [];
    const changes = new MutationObserver((records) => {
      for (const { target, type, attributeName } of records) {
        const element = target instanceof Element ? target : target.parentElement;
        changed.push(`${type} ${attributeName ?? ''} of ${element?.tagName}.${element?.getAttribute('class')}`);
      }
    });
    changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    // What has come may not be drawn yet.
    const files = new PerformanceObserver((list) => changed.push(...list.getEntries().map(({ name }) => name)));
    files.observe({ type: 'resource' });
    await document.fonts.ready;
    const end = performance.now() + mostMs;
    for (let nQuiet = 0; nQuiet < count;) {
      const before = changed.length;
      await new Promise((done) => {
        // Where other programs have the processor for themselves a page may never be idle.
        setTimeout(() => requestIdleCallback(done, { timeout: idleMs }), ms);
      });
      nQuiet = changed.length === before ? nQuiet + 1 : 0;
      if (performance.now() > end) throw new Error(`the page does not come to rest: ${changed.slice(-5).join('; ')}`);
    }
    changes.disconnect();
    files.disconnect();
  }, LOOKS);
}
