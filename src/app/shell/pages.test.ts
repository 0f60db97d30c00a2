import { describe, expect, test, vi } from 'vitest';
import { PAGE_NAMES } from '../state/pageNames.ts';
import { decodeView, encodeView } from '../state/url.ts';

// The state begins with what the address says.
vi.stubGlobal('window', {
  location: { search: '', hash: '' },
  localStorage: { getItem: () => null },
  matchMedia: () => new EventTarget(),
});
const { pageAfter, PAGES } = await import('./pages.ts');

describe('the table of pages', () => {
  test('has a row for each name, in the order of the tabs, and titles that differ', () => {
    expect(Object.keys(PAGES)).toEqual([...PAGE_NAMES]);
    expect(new Set(Object.values(PAGES).map(({ title }) => title)).size).toBe(PAGE_NAMES.length);
  });

  test.each(PAGE_NAMES)('%s: a link names it, and leads to it', (panel) => {
    const link = encodeView({ ...decodeView(''), panel });
    expect(link).toBe(panel === PAGE_NAMES[0] ? '' : `?view=${panel}`);
    expect(decodeView(link).panel).toBe(panel);
  });

  test('leads on through all pages and begins again, either way', () => {
    const [first, second] = PAGE_NAMES;
    const walk = (step: number) => PAGE_NAMES.map((_, nth) => pageAfter(first, nth * step));
    expect(walk(1)).toEqual([...PAGE_NAMES]);
    expect(walk(-1)).toEqual([first, ...PAGE_NAMES.slice(1).toReversed()]);
    expect(pageAfter(second, -1)).toBe(first);
    expect(pageAfter(PAGE_NAMES.at(-1) ?? first, 1)).toBe(first);
  });

  test('says in the help what every page but the first is for, by its title', () => {
    for (const { title, help } of Object.values(PAGES).slice(1)) expect(help).toContain(`“${title}”`);
  });
});
