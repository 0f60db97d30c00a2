import { expect, test, vi } from 'vitest';
import type { Claim } from '../../core/lessons/lesson.ts';
import { initialState } from '../state/appState.ts';
import { decodeView } from '../state/url.ts';
import { makeRun, TINY } from '../testing/runs.ts';

// The store reads the address as it is made.
vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { claimsState } = await import('./claims.ts');

const run = {
  ...makeRun(1),
  text: 'a',
  attention: [
    { kind: 'decoder' as const, nLayers: 2, nHeads: 3, nQueries: 1, nKeys: 1, data: new Float32Array(6).fill(1) },
  ],
};
const STATE = { ...initialState(decodeView(`?text=a&model=${TINY.id}`)), run, wantedRunId: 1 };

const claim = (fact: string, atLeast: number): Claim => ({ fact, atLeast, atMost: null, is: null });
const HOLDS = claim('nAll', 6);
const FAILS = claim('nAll', 7);
/** Nothing is measured yet. */
const COMING = claim('importance L0H0', 1);
/** There is no such head. */
const NONE = claim('weight L9H9 0 0', 0);

test.each([
  [[], 'none'],
  [[HOLDS], 'hold'],
  [[HOLDS, FAILS], 'fail'],
  [[COMING, FAILS], 'fail'],
  [[HOLDS, COMING], 'open'],
  // What cannot be had on what is on screen speaks against nothing.
  [[HOLDS, NONE], 'open'],
])('claims %#: %s', (claims, state) => {
  expect(claimsState(claims, STATE)).toBe(state);
});
