import type { Page } from 'playwright/test';

declare global {
  interface Window {
    /** Every state of the page so far, in order; filled by the script that `watchPage` installs. */
    seenStates: string[];
  }
}

/** Records the states of the page; gives the list to which uncaught errors, and whatever its own policy refused, are added. */
export async function watchPage(page: Page): Promise<string[]> {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  // The browser says so here for the page and for its workers.
  page.on('console', (said) => {
    if (said.type() === 'error' && said.text().includes('Content Security Policy')) errors.push(said.text());
  });
  await page.addInitScript(() => {
    window.seenStates = [];
    const note = (): void => {
      const state = document.documentElement?.dataset['state'];
      if (state !== undefined && state !== window.seenStates.at(-1)) window.seenStates.push(state);
    };
    new MutationObserver(note).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-state'] });
    document.addEventListener('DOMContentLoaded', note);
  });
  return errors;
}
