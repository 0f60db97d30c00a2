import { expect, test } from 'vitest';
import { initialState } from '../state/appState.ts';
import type { AppState } from '../state/appState.ts';
import { decodeView } from '../state/url.ts';
import { loadedAs } from '../testing/models.ts';
import { TINY } from '../testing/runs.ts';
import { reduce } from '../state/reduce.ts';
import { pageState } from './pageState.ts';

const url = 'https://page.test/models/digits/samples.json';
const begun = initialState(decodeView(''));
const there = [{ type: 'loadStarted', loadId: 1 } as const, loadedAs(TINY, 1)].reduce(reduce, begun);
const file = new File([], 'one.wav');
const sound: AppState['sound'] = {
  kind: 'sound',
  name: 'one',
  rate: 20,
  samples: new Float32Array(3),
  wholeSeconds: 1,
  file,
};

test.each<[string, Partial<AppState>, string]>([
  ['sounds to begin with are on their way', { sampleSounds: { url, names: 'coming' } }, 'running'],
  ['they did not come', { sampleSounds: { url, names: 'failed' } }, 'failed'],
  ['they did not come, and a person brought one', { sampleSounds: { url, names: 'failed' }, sound }, 'running'],
  ['pictures to begin with did not come', { notices: [{ code: 'pad-unfetched' }] }, 'failed'],
  ['nothing is wrong, and the run is under way', {}, 'running'],
])('a model is there and %s', (_, change, state) => {
  expect(there.model.status).toBe('ready');
  expect(pageState({ ...there, ...change })).toBe(state);
});
