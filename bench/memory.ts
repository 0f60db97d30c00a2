import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright';
import type { MemoryPart } from './globals.ts';

/** Resident memory of a process now and at most, in bytes. */
export type Resident = { readonly now: number; readonly most: number };

const MB = 1e6;

/** Resident memory of the page's process, with its workers, now and at most, in bytes; null where the system does not tell. */
export async function memoryOf(browser: Browser, page: Page): Promise<Resident | null> {
  await page.requestGC();
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentOf(id));
  return sizes.reduce<Resident | null>((largest, size) => {
    return size !== null && size.most > (largest?.most ?? 0) ? size : largest;
  }, null);
}

function residentOf(pid: number): Resident | null {
  if (process.platform !== 'linux') return null;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? Number.NaN);
  return { now: kilobytes('VmRSS') * 1024, most: kilobytes('VmHWM') * 1024 };
}

/** What scripts keep, by who keeps it, in bytes; found out by the browser, which collects what is garbage first (up to 20 seconds). */
export type Kept = { readonly page: number; readonly worker: number; readonly shared: number };

export async function keptOf(page: Page): Promise<Kept> {
  const { breakdown } = await page.evaluate(() => performance.measureUserAgentSpecificMemory());
  const sum = (isOf: (part: MemoryPart) => boolean): number =>
    breakdown.filter(isOf).reduce((bytes, part) => bytes + part.bytes, 0);
  const scope = (name: string) => (part: MemoryPart) => part.attribution.some((one) => one.scope === name);
  return {
    page: sum(scope('Window')),
    worker: sum(scope('DedicatedWorkerGlobalScope')),
    shared: sum(({ types }) => types.includes('Shared')),
  };
}

export function mb(bytes: number | undefined): string {
  return bytes === undefined ? '–' : (bytes / MB).toFixed(0);
}
