import { chromium } from 'playwright';
import type { Browser } from 'playwright';
import { ensureChromium } from '../scripts/browser.ts';

/** A headless Chromium that does nothing in the background. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: ensureChromium(),
    args: [
      '--no-sandbox',
      '--enable-unsafe-webgpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
