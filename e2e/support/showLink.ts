import type { Page } from 'playwright/test';

/** Parameters of a link. */
export type Query = Readonly<Record<string, string>>;

/** Shows what a link says, as Back and Forward do: the page does not load again. */
export async function showLink(page: Page, query: Query): Promise<void> {
  await page.evaluate(
    async (address) => {
      window.history.pushState(null, '', address);
      window.dispatchEvent(new PopStateEvent('popstate'));
      // It has been drawn after two frames: until then it tells of the view before.
      for (let n = 0; n < 2; n++) await new Promise(requestAnimationFrame);
    },
    `?${new URLSearchParams({ backend: 'wasm', ...query })}`,
  );
}
