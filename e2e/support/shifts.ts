import type { Page } from 'playwright/test';
import { untilQuiet } from './untilQuiet.ts';

/** As the browser gives it; TypeScript's DOM library does not know it. */
type LayoutShift = PerformanceEntry & {
  readonly value: number;
  readonly sources: readonly {
    readonly node: Node | null;
    readonly previousRect: DOMRect;
    readonly currentRect: DOMRect;
  }[];
};

/** Lines of words and numbers that say the result itself: within them a longer word pushes the next one on. */
const RESULTS = '[role=group], article > header, [aria-label^="Labels of"] *, section ol > li';

/** Less than this, the share of the screen that moved times the share of the way, is a rounding of half a pixel. */
const VISIBLE = 0.0005;

/**
 * Watches the page from now on, once it is quiet; the function it gives tells what has moved since without being told to: "0.01: DIV.cell y 10 to 20".
 * A shift that follows a key counts too, although the browser's own sum excuses it.
 */
export async function watchShifts(page: Page): Promise<() => Promise<string[]>> {
  await untilQuiet(page);
  const seen = await page.evaluateHandle(
    ({ least, results }) => {
      const told: string[] = [];
      const round = ({ x, y, width, height }: DOMRect): string => [x, y, width, height].map(Math.round).join(' ');
      const isShift = (entry: PerformanceEntry): entry is LayoutShift => 'value' in entry && 'sources' in entry;
      new PerformanceObserver((list) => {
        for (const { value, sources } of list.getEntries().filter(isShift)) {
          const moved = sources.flatMap(({ node, previousRect, currentRect }) => {
            const element = node instanceof Element ? node : node?.parentElement;
            if (!element || element.closest(results) !== null) return [];
            return [
              `${element.tagName}.${element.getAttribute('class')} ${round(previousRect)} to ${round(currentRect)}`,
            ];
          });
          if (value > least && moved.length > 0) told.push(`${value.toFixed(4)}: ${moved.join(', ')}`);
        }
      }).observe({ type: 'layout-shift' });
      return told;
    },
    { least: VISIBLE, results: RESULTS },
  );
  return () => seen.jsonValue();
}
