import { describe, expect, test } from 'vitest';
import type { Ablation } from '../../../core/ablation/ablation.ts';
import type { Effect } from '../../../core/effect/effect.ts';
import type { ModelRun } from '../../../core/run.ts';
import type { AblatedRun } from '../../../core/ablation/ablatedRun.ts';
import { initialState } from '../appState.ts';
import { reduce } from '../reduce.ts';
import type { Action } from '../actions.ts';
import type { AppState } from '../appState.ts';
import { makeRun } from '../../testing/runs.ts';
import { loadedAs } from '../../testing/models.ts';
import { decodeView } from '../url.ts';
import { NOTHING_ABLATED } from '../ablated.ts';
import { textOnScreen } from '../../shown/inputOnScreen.ts';
import {
  ablationState,
  currentAblated,
  isEffectCurrent,
  isPictureHeld,
  meanOverOf,
  shownAblated,
  shownRun,
} from '../../shown/shown.ts';

const OFF: Ablation = { mode: 'mean', heads: [{ kind: null, layer: 0, head: 1, keep: 0 }] };
const EFFECT: Effect = {
  objective: 'output',
  summary: {
    lossBefore: Number.NaN,
    lossAfter: Number.NaN,
    nScored: 0,
    meanKl: Number.NaN,
    maxKl: Number.NaN,
    worst: -1,
    nPositions: 0,
    nFlips: 0,
    meanTurn: 0.25,
  },
  positions: [],
  turns: Float32Array.of(0.25),
};

const run = (runId: number): ModelRun => makeRun(runId);
const asked = (ablateId: number): Action => ({ type: 'ablationWanted', ablateId });
const ablatedRun = (runId: number, ablation = OFF): AblatedRun => ({
  runId,
  ablation,
  meanOver: 'reference-sentences',
  attention: [],
  logits: null,
  forwardMs: 1,
});
const came = (ablateId: number, runId: number, ablation = OFF): Action => ({
  type: 'ablated',
  ablateId,
  run: ablatedRun(runId, ablation),
});
const effect = (ablateId: number, isFinal = true): Action => ({
  type: 'effect',
  ablateId,
  effect: EFFECT,
  isFinal,
  words: new Map(),
});
const failed = (ablateId: number): Action => ({
  type: 'ablate-failed',
  ablateId,
  error: { code: 'out-of-memory', detail: '' },
});
const READY: Action = {
  ...loadedAs(run(1).model),
  ablation: { limits: null, modes: ['mean'], objective: 'output', meanOver: 'own-positions' },
};
const after = (state: AppState, ...actions: Action[]): AppState => actions.reduce(reduce, state);

/** The run 1 is on screen, and L0H1 is off. */
const shown = after(
  initialState(decodeView('?ablate=L0H1')),
  { type: 'runWanted', runId: 1 },
  { type: 'ran', runId: 1, run: run(1) },
);

describe('of two ablations that overlap', () => {
  const waiting = after(shown, asked(1), asked(2));

  test('the older one falls through, with its effect and its failure', () => {
    expect(reduce(waiting, came(1, 1)).ablated).toBe(waiting.ablated);
    expect(reduce(waiting, effect(1)).ablated).toBe(waiting.ablated);
    expect(reduce(waiting, failed(1)).ablated).toBe(waiting.ablated);
  });

  test('the newer one is kept', () => {
    const state = after(waiting, came(2, 1), effect(2));
    expect(currentAblated(state)?.runId).toBe(1);
    expect(isEffectCurrent(state)).toBe(true);
  });
});

describe('an effect', () => {
  const known = after(shown, asked(1), came(1, 1), effect(1));

  test('without the run that it follows is not shown', () => {
    expect(after(shown, asked(1), effect(1)).ablated.effect).toBeNull();
  });

  test('is of the run that it was measured on: a newer run makes it an old one, which stays meanwhile', () => {
    const next = after(known, { type: 'runWanted', runId: 2 }, { type: 'ran', runId: 2, run: run(2) });
    expect(next.ablated.effect).toBe(EFFECT);
    expect(isEffectCurrent(next)).toBe(false);
    expect(currentAblated(next)).toBeNull();
    expect(isEffectCurrent(after(next, asked(2), came(2, 2), effect(2)))).toBe(true);
  });

  test('that comes when its run is no longer on screen is dropped', () => {
    const state = after(
      shown,
      asked(1),
      came(1, 1),
      { type: 'runWanted', runId: 2 },
      { type: 'ran', runId: 2, run: run(2) },
    );
    expect(reduce(state, effect(1)).ablated.effect).toBeNull();
  });

  test.each<[string, Partial<AppState['view']>]>([
    ['other heads', { ablation: [{ kind: null, layer: 0, head: 2, keep: 0 }] }],
    ['another part', { ablation: [{ kind: null, layer: 0, head: 1, keep: 0.5 }] }],
    ['another stack', { ablation: [{ kind: 'cross', layer: 0, head: 1, keep: 0 }] }],
    ['another mode', { mode: 'zero' }],
  ])('is an old one once %s are asked for, and stays meanwhile', (_, change) => {
    const state = reduce(known, { type: 'viewChanged', change });
    expect(state.ablated.effect).toBe(EFFECT);
    expect(isEffectCurrent(state)).toBe(false);
    expect(currentAblated(state)).toBeNull();
  });

  test('is still the one asked for when the same heads are named anew', () => {
    const state = reduce(known, { type: 'viewChanged', change: { ablation: OFF.heads.map((head) => ({ ...head })) } });
    expect(isEffectCurrent(state)).toBe(true);
  });

  test('goes when no head is off any more, and what was under way falls through', () => {
    const state = after(known, asked(2), { type: 'viewChanged', change: { ablation: [] } });
    expect(state.ablated).toBe(NOTHING_ABLATED);
    expect(after(state, came(2, 1), effect(2)).ablated).toBe(NOTHING_ABLATED);
  });

  test('stays when the next one fails, and the failure goes when one succeeds', () => {
    const state = after(known, asked(2), failed(2));
    expect(state.ablated.effect).toBe(EFFECT);
    expect(state.ablated.error?.code).toBe('out-of-memory');
    expect(after(state, asked(3), came(3, 1)).ablated.error).toBeNull();
  });

  test('is without the failure of the next one when it is wanted again', () => {
    const state = after(known, asked(2), failed(2), { type: 'ablationKept' });
    expect(state.ablated.error).toBeNull();
    expect(state.ablated.effect).toBe(EFFECT);
    expect(isEffectCurrent(state)).toBe(true);
  });
});

describe('the picture with heads switched off', () => {
  const before = after(reduce(shown, READY), asked(1), came(1, 1), effect(1));
  const typed = after(before, { type: 'runWanted', runId: 2 }, { type: 'ran', runId: 2, run: run(2) });
  const ids = (state: AppState): readonly unknown[] => [shownRun(state)?.runId, shownAblated(state)?.runId];

  test('of a new sentence waits for its second half: run and ablated run change together', () => {
    expect(typed.run?.runId).toBe(2);
    for (const state of [typed, reduce(typed, asked(2))]) {
      expect(isPictureHeld(state)).toBe(true);
      expect(ids(state)).toEqual([1, 1]);
    }
    const there = after(typed, asked(2), came(2, 2));
    expect(isPictureHeld(there)).toBe(false);
    expect(ids(there)).toEqual([2, 2]);
  });

  test('stays while other heads or another mode are on their way', () => {
    const state = reduce(before, { type: 'viewChanged', change: { mode: 'zero' } });
    expect(ids(state)).toEqual([1, 1]);
    expect(shownAblated(state)?.ablation.mode).toBe('mean');
  });

  test('is that of the model as it is once the ablation has failed, and held again by the next one', () => {
    const broken = after(typed, asked(2), failed(2));
    expect(ids(broken)).toEqual([2, undefined]);
    expect(ids(reduce(broken, asked(3)))).toEqual([1, 1]);
  });

  test('is the newest run at once where the patterns before are looked at', () => {
    expect(ids(reduce(typed, { type: 'viewChanged', change: { picture: 'before' } }))).toEqual([2, undefined]);
  });

  test('is the newest run at once where nothing was switched off, or no longer is', () => {
    expect(ids(after(reduce(shown, READY), asked(1)))).toEqual([1, undefined]);
    expect(ids(reduce(typed, { type: 'viewChanged', change: { ablation: [] } }))).toEqual([2, undefined]);
  });
});

test('what the mean is over is what it was for the run on screen, and until then what the model promised', () => {
  // Nobody has said: no model is there yet, or a file does not say.
  expect(meanOverOf(shown)).toBeNull();
  const promised = after(
    shown,
    READY,
    { type: 'runWanted', runId: 2 },
    { type: 'ran', runId: 2, run: run(2) },
    asked(1),
  );
  expect(meanOverOf(promised)).toBe('own-positions');
  expect(meanOverOf(after(promised, came(1, 2)))).toBe('reference-sentences');
  // The answer to a run that is no longer there says nothing of this one.
  expect(meanOverOf(after(promised, came(1, 1)))).toBe('own-positions');
});

test('what is on screen is of the typed sentence, or of the image, whatever is typed meanwhile', () => {
  const typed = after(shown, READY, { type: 'viewChanged', change: { text: 'newer' } });
  expect(textOnScreen(typed)).toBe('newer');
  const picture = after(shown, { ...READY, model: { ...run(1).model, takes: 'image' } });
  expect(textOnScreen({ ...picture, run: { ...run(1), text: 'cat.png' } })).toBe('cat.png');
});

test('the page says how far it is with what is switched off', () => {
  const ready = reduce(shown, READY);
  expect(ablationState(initialState(decodeView('')))).toBe('none');
  expect(ablationState(ready)).toBe('running');
  expect(ablationState(after(ready, asked(1), failed(1)))).toBe('failed');
  expect(ablationState(after(ready, asked(1), came(1, 1), effect(1, false)))).toBe('losses');
  expect(ablationState(after(ready, asked(1), came(1, 1), effect(1)))).toBe('ready');
});
