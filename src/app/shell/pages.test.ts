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
    const walk = (step: number) => PAGE_NAMES.map((_, nth) => pageAfter('off', nth * step));
    expect(walk(1)).toEqual(['off', 'importance', 'alike', 'heads']);
    expect(pageAfter('heads', -1)).toBe('alike');
    expect(new Set(PAGE_NAMES.map((name) => pageAfter(name, -1))).size).toBe(PAGE_NAMES.length);
  });

  test('says in the help what every page but the first is for, by its title', () => {
    for (const { title, help } of Object.values(PAGES).slice(1)) expect(help).toContain(`“${title}”`);
  });
});
