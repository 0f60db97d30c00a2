import { expect, test } from 'vitest';
import { initialState } from '../state/appState.ts';
import { reduce } from '../state/reduce.ts';
import { decodeView } from '../state/url.ts';
import { catalogModel } from '../testing/catalogModel.ts';
import { loadedAs } from '../testing/models.ts';
import { TINY } from '../testing/runs.ts';
import { canReadWords } from './canReadWords.ts';

const CATALOG = [catalogModel('english'), catalogModel('walks', { firstText: 'start a1' })];

test.each([
  ['english', 'text', true],
  ['walks', 'text', false],
  ['of-a-hub', 'text', true],
  ['english', 'image', false],
  ['english', 'text-to-text', false],
] as const)('the model %s of %s', (id, takes, isSo) => {
  const before = { ...initialState(decodeView(`?model=${id}`)), catalog: CATALOG };
  const begun = reduce(before, { type: 'loadStarted', loadId: 1 });
  expect(canReadWords(reduce(begun, loadedAs({ ...TINY, id, takes }, 1)))).toBe(isSo);
});

test.each([
  ['english', true],
  ['walks', false],
  ['of-a-hub', true],
])('of %s that is on its way no more is known than what comes with the page says', (id, isSo) => {
  expect(canReadWords({ ...initialState(decodeView(`?model=${id}`)), catalog: CATALOG })).toBe(isSo);
});
