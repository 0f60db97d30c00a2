import type { Browser, Page } from 'playwright/test';

type TraceEvent = {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Time that the thread itself worked, in microseconds; what other programs took from it is not in it. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
};

/** The browser's own names of what one turn of a thread's loop is, with all that is done in it. */
const TASK = /RunTask$/;
const MAIN = 'CrRendererMain';

/**
 * The longest task of the page's main thread while something is done, and while it is drawn: no input is heard meanwhile.
 * In milliseconds of that thread's own time, so that a busy machine does not count. Throws if the browser tells of no task.
 */
export async function longestTask(browser: Browser, page: Page, act: () => Promise<unknown>): Promise<number> {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  let trace: Buffer;
  try {
    await act();
    await drawn(page);
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents }: { readonly traceEvents: readonly TraceEvent[] } = JSON.parse(trace.toString());
  const place = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const mains = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === MAIN).map(place),
  );
  const times = traceEvents
    .filter((event) => TASK.test(event.name) && mains.has(place(event)))
    .map(({ tdur }) => (tdur ?? 0) / 1000);
  if (!times.some((time) => time > 0)) throw new TypeError('the trace tells of no task of the main thread');
  return Math.max(...times);
}

/** Resolves when what is drawn in pieces between frames has come to its end. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let quiet = 0; quiet < 6; quiet++) {
      await new Promise((resolve) => {
        requestAnimationFrame(resolve);
      });
    }
  });
}
