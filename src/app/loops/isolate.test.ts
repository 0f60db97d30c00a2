import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ensureIsolated } from './isolate.ts';

type Page = { crossOriginIsolated: boolean; isSecureContext: boolean; location: { reload: () => void } };

const register = vi.fn<(url: URL) => Promise<void>>();
const reload = vi.fn<() => void>();
let page: Page;
let stored: Map<string, string>;

beforeEach(() => {
  register.mockReset().mockResolvedValue();
  reload.mockReset();
  stored = new Map();
  page = { crossOriginIsolated: false, isSecureContext: true, location: { reload } };
  vi.stubEnv('VITE_ISOLATE', '1');
  vi.stubGlobal('window', page);
  vi.stubGlobal('document', { baseURI: 'https://host.example/headlight/' });
  vi.stubGlobal('navigator', { serviceWorker: { register, ready: Promise.resolve() } });
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

/** Loads the page once, and lets its promises settle. */
async function load(): Promise<void> {
  ensureIsolated();
  await new Promise(setImmediate);
}

test('a page that is not isolated registers the service worker beside it and reloads', async () => {
  await load();
  expect(register.mock.calls.map(([url]) => url.href)).toEqual(['https://host.example/headlight/isolate-sw.js']);
  expect(reload).toHaveBeenCalledOnce();
});

test('it reloads once, however often it stays not isolated', async () => {
  for (let visit = 0; visit < 5; visit++) await load();
  expect(reload).toHaveBeenCalledOnce();
});

test('after an isolated visit a forced reload may try once more', async () => {
  await load();
  page.crossOriginIsolated = true;
  await load();
  page.crossOriginIsolated = false;
  await load();
  await load();
  expect(reload).toHaveBeenCalledTimes(2);
});

test.each<[string, () => void]>([
  ['the build does not ask for it', () => vi.stubEnv('VITE_ISOLATE', '')],
  ['the page is isolated', () => void (page.crossOriginIsolated = true)],
  ['the page is not secure', () => void (page.isSecureContext = false)],
  ['there are no service workers', () => vi.stubGlobal('navigator', {})],
  ['storage is blocked', () => vi.stubGlobal('sessionStorage', undefined)],
])('nothing happens where %s', async (_name, arrange) => {
  arrange();
  await load();
  expect(register).not.toHaveBeenCalled();
  expect(reload).not.toHaveBeenCalled();
});

test('a service worker that cannot be registered leaves the page as it is, and says so', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  register.mockRejectedValue(new TypeError('refused'));
  await load();
  expect(reload).not.toHaveBeenCalled();
  expect(warn.mock.calls).toEqual([[expect.stringContaining('refused')]]);
  warn.mockRestore();
});
