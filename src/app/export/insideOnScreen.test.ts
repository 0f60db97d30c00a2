import { expect, test, vi } from 'vitest';
import { stageTensors } from '../../core/inside/insideTensors.ts';
import type { ModelRun } from '../../core/run.ts';
import type { Token } from '../../core/tokens.ts';
import type { AppState } from '../state/appState.ts';
import { initialState } from '../state/appState.ts';
import { decodeView } from '../state/url.ts';
import { makeRun } from '../testing/runs.ts';

// The store reads the address as it is made.
vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });

const { insideOnScreen } = await import('./insideOnScreen.ts');

const token = (position: number): Token => ({
  position,
  id: position,
  text: `w${position}`,
  piece: `w${position}`,
  start: position,
  end: position + 1,
  special: false,
  segment: 0,
});

/** Two layers, of which the second is the fifth of its model, of one head over three tokens. */
const RUN: ModelRun = {
  ...makeRun(1),
  tokens: [0, 1, 2].map(token),
  attention: [
    {
      kind: 'decoder',
      nLayers: 2,
      nHeads: 1,
      nQueries: 3,
      nKeys: 3,
      layerNumbers: [0, 4],
      data: Float32Array.of(1, 0, 0, 0.5, 0.5, 0, 0.25, 0.25, 0.5, 1, 0, 0, 0.2, 0.8, 0, 0.75, 0.125, 0.125),
    },
  ],
};

function stateOf(query: string, change: Partial<AppState> = {}): AppState {
  return { ...initialState(decodeView(query)), run: RUN, ...change };
}

const question = { about: 'layer', kind: 'decoder', layer: 1 } as const;
const refused = { about: 'refused', of: 'layer', refusal: { why: 'branch', detail: 'If' } } as const;
const answered = (layer: number): Partial<AppState> => ({
  inside: {
    layer: {
      question: { ...question, layer },
      insideId: 1,
      askedOf: RUN,
      isPending: false,
      found: { question: { ...question, layer }, run: RUN, answer: refused },
      error: null,
    },
  },
});

test('of a layer that cannot be read the weights are saved, and of all else the reason', () => {
  const found = insideOnScreen(stateOf('?view=inside&head=L1H0&cell=2,0&tau=2', answered(1)));
  expect(found).toMatchObject({ layerNumber: 4, key: 0, pair: null });
  expect(found?.row.query).toBe(2);
  const stages = found === null ? null : stageTensors(found);
  expect(Array.from(stages?.weight[0]?.data ?? [])).toEqual([0.75, 0.125, 0.125]);
  expect(stages?.qkv.map(({ name, why, detail, data }) => [name, why, detail, data])).toEqual(
    ['query', 'key', 'value', 'keys', 'values'].map((name) => [name, 'branch', 'If', null]),
  );
  // From weights alone: the roots of 6, 1 and 1 over their sum.
  const roots = [Math.sqrt(6), 1, 1];
  for (const [key, weight] of Array.from(stages?.weight[2]?.data ?? []).entries()) {
    expect(weight).toBeCloseTo((roots[key] ?? 0) / (Math.sqrt(6) + 2), 6);
  }
});

test('without a cell the asked word is the query, and the key that it looks at most', () => {
  const found = insideOnScreen(stateOf('?view=inside&head=L1H0&ask=1', answered(1)));
  expect([found?.row.query, found?.key]).toEqual([1, 1]);
});

test('without a head that the stack has, the first of all is looked into', () => {
  const of = (query: string) => insideOnScreen(stateOf(query, answered(0)))?.head;
  expect(of('?view=inside')).toMatchObject({ head: 0, layer: { layer: 0 } });
  expect(of('?view=inside&head=L2H0')).toMatchObject({ head: 0, layer: { layer: 0 } });
});

test('nothing is saved without an answer, or without a run', () => {
  expect(insideOnScreen(stateOf('?view=inside&head=L1H0'))).toBeNull();
  expect(insideOnScreen({ ...stateOf('?view=inside&head=L1H0', answered(1)), run: null })).toBeNull();
});
