import type { Page } from 'playwright/test';

/** Answers of hubs are made up by the test: what the browser writes of them is no fault of the page. */
const MADE_UP = /^https:\/\/huggingface\.co\//;

/** Gathers everything that must not happen on a page or in its workers, for as long as it is open. */
export async function gatherTroubles(page: Page): Promise<readonly string[]> {
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('crash', () => troubles.push('the page crashed'));
  page.on('console', (message) => {
    if (message.type() === 'error' && !MADE_UP.test(message.location().url))
      troubles.push(`console: ${message.text()}`);
  });
  await page.exposeFunction('noteTrouble', (words: string) => void troubles.push(words));
  await page.addInitScript(() => {
    addEventListener('unhandledrejection', ({ reason }) => window.noteTrouble(`rejection: ${String(reason)}`));
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      window.noteTrouble(`policy: ${violatedDirective} ${blockedURI}`),
    );
  });
  await page.route(MADE_UP, (route) => route.fulfill({ status: 404, body: '' }));
  return troubles;
}

declare global {
  interface Window {
    noteTrouble: (words: string) => void;
  }
}
