import { expect, test } from 'vitest';
import { initialState } from '../state/appState.ts';
import type { AppState } from '../state/appState.ts';
import { makeRun } from '../testing/runs.ts';
import { makeStudy } from '../testing/studies.ts';
import { makeSummary } from '../../core/study/testing/studies.ts';
import { decodeView } from '../state/url.ts';
import { figureKinds, figureNames, isInsideThere } from './available.ts';

const start = (query = ''): AppState => initialState(decodeView(query));
const off = { kind: null, layer: 0, head: 6, keep: 0 } as const;

test('only what is there can be drawn, in one order', () => {
  expect(figureNames(start('?head=L0H6'))).toBe('');
  const plain = { ...start(), run: makeRun(1) };
  expect(figureNames(plain)).toBe('heads');
  const pinned = { ...start('?head=L0H6'), run: makeRun(1) };
  expect(figureNames(pinned)).toBe('pinned heads');

  const variants = [{ mode: 'mean', heads: [off] }] as const;
  const waiting = makeStudy(variants, [[null]]);
  const done = makeStudy(variants, [[makeSummary()]]);
  const withStudies = (measured: AppState['studies']['measured']): AppState => ({
    ...plain,
    studies: { ...plain.studies, measured },
  });
  expect(figureNames(withStudies({ importance: waiting, 'curve-own': waiting }))).toBe('heads');
  expect(figureNames(withStudies({ importance: done }))).toBe('heads importance');
  expect(figureNames(withStudies({ 'curve-random': done }))).toBe('heads curve');
});

test('a stretch is offered beside the whole, unless it is the whole', () => {
  const data = Float32Array.of(1, 0, 0.5, 0.5);
  const attention = [{ kind: 'decoder', nLayers: 1, nHeads: 1, nQueries: 2, nKeys: 2, data }] as const;
  const run = { ...makeRun(1), attention };
  expect(figureNames({ ...start('?head=L0H0&zoom=0-0'), run })).toBe('pinned stretch heads');
  expect(figureNames({ ...start('?head=L0H0&zoom=0-1,1-1'), run })).toBe('pinned stretch heads');
  expect(figureNames({ ...start('?head=L0H0&zoom=0-999'), run })).toBe('pinned heads');
  expect(figureNames({ ...start('?zoom=0-0'), run })).toBe('heads');
});

test('an effect of heads that are on again is not drawn', () => {
  const run = makeRun(1);
  const effect = { objective: 'output', summary: makeSummary(), positions: [], turns: null } as const;
  const state = { ...start('?ablate=L0H6'), run };
  const ablated = { ...state.ablated, effect, effectRun: run, effectAblation: { mode: 'mean', heads: [off] } } as const;
  expect(figureNames({ ...state, ablated })).toBe('heads effect');
  expect(figureNames({ ...state, view: { ...state.view, ablation: [] }, ablated })).toBe('heads');
});

test('the text and the list say the same', () => {
  expect(figureKinds('pinned heads curve')).toEqual(['pinned', 'heads', 'curve']);
  expect(figureKinds('')).toEqual([]);
});

test('an inside is there while its page is open, the layer of its head is answered for on this run', () => {
  const run = makeRun(1);
  const question = { about: 'copying', kind: 'decoder', layer: 0 } as const;
  const layer = { about: 'layer', kind: 'decoder', layer: 0 } as const;
  const answer = { about: 'refused', of: 'layer', refusal: { why: 'branch', detail: '' } } as const;
  const asked = (of: typeof layer | typeof question, found: typeof run | null) => ({
    question: of,
    insideId: 1,
    askedOf: run,
    isPending: found === null,
    found: found && { question: of, run: found, answer },
    error: null,
  });
  const open = { ...start('?view=inside&head=L0H6'), run };
  expect(isInsideThere({ ...open, inside: { layer: asked(layer, run) } })).toBe(true);
  expect(figureNames({ ...open, inside: { layer: asked(layer, run) } })).toBe('pinned heads inside');
  // On its way, of another run, another page.
  expect(isInsideThere({ ...open, inside: { layer: asked(layer, null) } })).toBe(false);
  expect(isInsideThere({ ...open, inside: { layer: asked(layer, makeRun(2)) } })).toBe(false);
  expect(isInsideThere({ ...start('?head=L0H6'), run, inside: { layer: asked(layer, run) } })).toBe(false);
});

test('how many heads is offered where a comparison is looked at, once it is there', () => {
  const run = makeRun(1);
  const comparison = { kind: 'text', isMoreBetter: false, models: new Map(), runs: [] } as const;
  const names = (query: string, found: AppState['trained']['found']): string =>
    figureNames({ ...start(query), run, trained: { shown: 'a', found } });
  expect(names('?view=importance', { a: comparison })).toBe('heads trained');
  expect(names('?view=importance', { b: comparison })).toBe('heads');
  expect(names('?view=importance', { a: 'failed' })).toBe('heads');
  expect(names('?view=alike', { a: comparison })).toBe('heads');
});

test('what heads cost is offered where it is looked at', () => {
  const run = makeRun(1);
  expect(figureNames({ ...start('?view=cost'), run })).toBe('heads cost');
  expect(figureNames({ ...start('?view=alike'), run })).toBe('heads');
});
