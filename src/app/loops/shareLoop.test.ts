import { afterEach, expect, test, vi } from 'vitest';
import { initialState } from '../state/appState.ts';
import { MOST_BEHIND } from '../state/longLinks.ts';
import { decodeView } from '../state/url.ts';

vi.stubGlobal('window', {
  location: { search: '', hash: '', origin: 'https://school.example', pathname: '/headlight/' },
  localStorage: { getItem: () => null },
});
const { dispatch, store } = await import('../state/store.ts');
const { startShareLoop } = await import('./shareLoop.ts');

const undoings: (() => void)[] = [];
afterEach(() => undoings.splice(0).forEach((undo) => undo()));

/** What was copied, once it has been said what became of it. */
async function share(text: string, writeText: (link: string) => Promise<void>): Promise<string | undefined> {
  store.setState(initialState(decodeView(`?text=${text}&head=L0H1`)), true);
  undoings.push(startShareLoop(() => ({ writeText })));
  dispatch({ type: 'shareAsked' });
  await vi.waitUntil(() => store.getState().shared !== null);
  return store.getState().shared?.how;
}

test('a link to what is on screen is copied', async () => {
  const copied: string[] = [];
  expect(await share('first', async (link) => void copied.push(link))).toBe('copied');
  expect(copied).toEqual(['https://school.example/headlight/?text=first&head=L0H1']);
});

test('where pages may not copy it is said that the address bar has the link', async () => {
  expect(await share('first', () => Promise.reject(new DOMException('no', 'NotAllowedError')))).toBe('in-address');
});

test('a text that no link can hold is told of', async () => {
  const copied: string[] = [];
  expect(await share('a'.repeat(MOST_BEHIND + 1), async (link) => void copied.push(link))).toBe('copied-without-text');
  expect(copied[0]).not.toContain('text=');
});
