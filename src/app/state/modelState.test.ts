import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Action } from './actions.ts';
import type { LoadAction } from './actions.ts';
import { initialState } from './appState.ts';
import { reduce } from './reduce.ts';
import type { AppState } from './appState.ts';
import { HYBRID, loadedAs } from '../testing/models.ts';
import { decodeView } from './url.ts';

const ERROR = { code: 'worker-crashed', detail: 'gone' } as const;
const bytes = { stage: 'files', loadedBytes: 1, totalBytes: 2 } as const;

const OF_A_LOAD: Readonly<Record<LoadAction['type'], (loadId: number) => LoadAction>> = {
  loadStarted: (loadId) => ({ type: 'loadStarted', loadId }),
  progress: (loadId) => ({ type: 'progress', loadId, ...bytes }),
  loaded: (loadId) => loadedAs(HYBRID, loadId),
  'load-failed': (loadId) => ({ type: 'load-failed', loadId, error: ERROR }),
  restarting: (loadId) => ({ type: 'restarting', loadId }),
  'model-lost': (loadId) => ({ type: 'model-lost', loadId, error: ERROR }),
};

const start = (): AppState => initialState(decodeView(''));
const after = (...actions: readonly Action[]): AppState => actions.reduce(reduce, start());

const LOADING = after(OF_A_LOAD.loadStarted(3));
const READY = after(OF_A_LOAD.loadStarted(3), OF_A_LOAD.loaded(3));
const FAILED = after(OF_A_LOAD.loadStarted(3), OF_A_LOAD['load-failed'](3));

describe('a load', () => {
  test.each<[LoadAction['type'], loading: string, ready: string, failed: string]>([
    ['loadStarted', 'loading', 'loading', 'loading'],
    ['progress', 'loading', 'ready', 'failed'],
    ['loaded', 'ready', 'ready', 'failed'],
    ['load-failed', 'failed', 'ready', 'failed'],
    ['restarting', 'loading', 'loading', 'failed'],
    ['model-lost', 'loading', 'failed', 'failed'],
  ])('%s makes of loading, ready and failed: %s, %s, %s', (type, ...next) => {
    const action = OF_A_LOAD[type](3);
    expect([LOADING, READY, FAILED].map((state) => reduce(state, action).model.status)).toEqual(next);
  });

  test('hears nothing that is told of another', () => {
    for (const [type, make] of Object.entries(OF_A_LOAD)) {
      if (type === 'loadStarted') continue;
      for (const state of [LOADING, READY, FAILED]) expect(reduce(state, make(2))).toBe(state);
    }
  });

  test('in whatever order its events come, is where the last that it could hear has left it', () => {
    const action = fc
      .tuple(fc.constantFrom(...Object.values(OF_A_LOAD)), fc.integer({ min: 1, max: 3 }))
      .map(([make, loadId]) => make(loadId));
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        let state = start();
        for (const step of actions) {
          const before = state;
          state = reduce(state, step);
          const isNew = step.type === 'loadStarted';
          expect(state.loadId).toBe(isNew ? step.loadId : before.loadId);
          expect(isNew && state.model.status !== 'loading').toBe(false);
          // Only a new load leads out of a failure, and a ready model is left by a restart or a loss alone.
          const { status } = before.model;
          const isExit = step.type === 'restarting' || step.type === 'model-lost';
          const isOwn = step.loadId === before.loadId;
          const mayChange = isOwn && (status === 'loading' || (status === 'ready' && isExit));
          expect(state === before || isNew || mayChange).toBe(true);
        }
      }),
      { seed: 20_261_129, numRuns: 500 },
    );
  });
});
