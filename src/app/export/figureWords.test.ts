import { expect, test, vi } from 'vitest';
import type { AskedInside } from '../state/inside.ts';
import { makeRun } from '../testing/runs.ts';

// The store reads the address as it is made.
vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { mapsLine } = await import('./figureWords.ts');

const before = makeRun(1);
const question = { about: 'lengths', kind: 'decoder' } as const;
const lengths = { nLayers: 1, nHeads: 2, nKeys: 3, data: new Float32Array(6), refused: [] };
const asked: AskedInside = {
  question,
  insideId: 1,
  askedOf: null,
  isPending: true,
  found: { question, run: before, answer: { about: 'lengths', lengths } },
  error: null,
};

test('a figure says that it shows weights while weight × length is still to come of the text on screen', () => {
  const run = makeRun(2);
  const told = 'Weight × length was still being worked out for this text: each square shows the weights.';
  expect(mapsLine({ inside: { lengths: asked }, run }, null)).toBe(told);
  expect(mapsLine({ inside: { lengths: { ...asked, isPending: false } }, run }, null)).toBe('');
  expect(mapsLine({ inside: {}, run }, null)).toBe('');
});
