import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { initialState } from '../state/appState.ts';
import { shownMoments, shownTrained } from '../state/trained.ts';
import { decodeView } from '../state/url.ts';
import { catalogModel } from '../testing/catalogModel.ts';

vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { dispatch, store } = await import('../state/store.ts');
const { startTrainedLoop } = await import('./trainedLoop.ts');

const FILES: Readonly<Record<string, unknown>> = {
  '/heads.json': {
    models: {},
    runs: [
      {
        heads: 1,
        seed: 1,
        accuracy: 0.5,
        loss: 1,
        parameters: 5,
        trainingCpuSeconds: 3,
        pictures: 10,
        weightsOfAttention: 100,
        millisecondsPerPicture: 1,
      },
    ],
  },
  '/moments.json': { steps: 100, dates: 7, models: {}, rows: [{ step: 0, loss: 1, exact: 0, found: 0.1 }] },
  '/other.json': { rows: 'none' },
};
/** What was asked for, in order. */
let asked: string[];

beforeAll(startTrainedLoop);
beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    return url in FILES ? Response.json(FILES[url]) : new Response('', { status: 404 });
  });
  const catalog = [catalogModel('dates', { momentsUrl: '/moments.json' })];
  store.setState({ ...initialState(decodeView('?model=dates')), catalog }, true);
});
afterAll(() => vi.unstubAllGlobals());

const found = async (url: string) => vi.waitUntil(() => store.getState().trained.found[url]);

test('moments of a training stand beside the comparison that is shown, and do not take its place', async () => {
  dispatch({ type: 'trainedAsked', url: '/heads.json' });
  await found('/heads.json');
  dispatch({ type: 'momentsAsked', url: '/moments.json' });
  await found('/moments.json');
  expect([shownTrained(store.getState())?.kind, shownMoments(store.getState())?.nSteps]).toEqual(['image', 100]);
});

test.each(['trainedAsked', 'momentsAsked'] as const)(
  'what is there is not fetched again by %s, what did not come is',
  async (type) => {
    for (const url of ['/moments.json', '/nowhere.json']) {
      dispatch({ type, url });
      await found(url);
      dispatch({ type, url });
    }
    expect(asked).toEqual(['/moments.json', '/nowhere.json', '/nowhere.json']);
  },
);

test('what is of no known form is told as what did not come', async () => {
  dispatch({ type: 'momentsAsked', url: '/other.json' });
  expect(await found('/other.json')).toBe('failed');
});
