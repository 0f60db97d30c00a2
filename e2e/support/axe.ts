import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    axe?: { run(options: RunOptions): Promise<AxeResults> };
  }
}

/** What axe finds serious or critical, with the elements concerned. */
export async function findings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const { nPassed, found } = await page.evaluate(async () => {
    // All rules are tried; of those that hold it need not tell each element, which takes longer than to try them.
    const results = await window.axe?.run({ resultTypes: ['violations'] });
    return {
      nPassed: results?.passes.length ?? 0,
      found: (results?.violations ?? [])
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
    };
  });
  // A page on which axe saw nothing has nothing wrong either.
  expect(nPassed).toBeGreaterThan(10);
  return found;
}
