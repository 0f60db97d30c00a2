import { expect, test } from 'vitest';
import { initialState } from '../state/appState.ts';
import type { AppState } from '../state/appState.ts';
import { makeStudy } from '../testing/studies.ts';
import { makeSummary } from '../../core/study/testing/studies.ts';
import { decodeView } from '../state/url.ts';
import { effectFloor } from './effectFloor.ts';

const state = initialState(decodeView(''));
const floorOf = (objective: 'next-token' | 'output', floor: { meanKl: number; loss: number; turn: number } | null) => {
  const study = makeStudy([], [], { floor });
  const effect = { objective, summary: makeSummary(), positions: [], turns: null };
  const measured: AppState['studies']['measured'] = {
    'curve-own': makeStudy([], [], { floor: null }),
    importance: study,
  };
  return effectFloor({ studies: { ...state.studies, measured }, ablated: { ...state.ablated, effect } });
};

test('an effect is noise below ten times what a study found repeating to differ by, in its own unit', () => {
  const floor = { meanKl: 0.002, loss: 5, turn: 0.25 };
  expect(floorOf('next-token', floor)).toBeCloseTo(0.02, 12);
  expect(floorOf('output', floor)).toBeCloseTo(2.5, 12);
});

test('there is no bound before the first study, nor where repeating gave the same bits', () => {
  expect(effectFloor(state)).toBeNull();
  expect(floorOf('next-token', null)).toBeNull();
  expect(floorOf('next-token', { meanKl: 0, loss: 5, turn: 0.25 })).toBeNull();
});
