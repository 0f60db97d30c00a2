import { expect, test, vi } from 'vitest';
import { leaveOneOut } from '../../core/ablation/orders.ts';
import { interactionVariants } from '../../core/study/interaction.ts';
import { initialState } from '../state/appState.ts';
import type { AppState } from '../state/appState.ts';
import { decodeView } from '../state/url.ts';
import { CARD, SUPPORT, WASM } from '../testing/models.ts';
import { makeRun, TINY } from '../testing/runs.ts';
import { makeStudy } from '../testing/studies.ts';

// The store reads the address as it is made.
vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { isMeasured, MEASURES } = await import('./measures.ts');

const run = {
  ...makeRun(1),
  attention: [
    { kind: 'decoder' as const, nLayers: 2, nHeads: 3, nQueries: 1, nKeys: 1, data: new Float32Array(6).fill(1) },
  ],
};
const basis = { kind: 'sentence', texts: ['a'], thing: 'sentence' } as const;
const FIRST: AppState = {
  ...initialState(decodeView(`?text=a&model=${TINY.id}&twins=L1H0,L0H1`)),
  model: { status: 'ready', model: TINY, backend: WASM, card: CARD, ablation: SUPPORT },
  run,
};
const variants = leaveOneOut(run.attention, 'mean');
const importance = makeStudy(
  variants,
  variants.map(() => [null]),
  { basis },
);
const a = { layer: 0, head: 1 };
const b = { layer: 1, head: 0 };
const interaction = makeStudy(interactionVariants('mean', null, a, b), [[null], [null], [null]], { basis });

/** A list is chosen. */
const STATE: AppState = {
  ...FIRST,
  studies: {
    ...FIRST.studies,
    measured: { importance, interaction },
    sentences: { ...FIRST.studies.sentences, isList: true, list: 'b' },
  },
};

test.each(Object.keys(MEASURES))('%s is asked for on the sentence, also where a list is chosen', (id) => {
  expect(MEASURES[id]?.ask(STATE)).toMatchObject(id === 'words' ? { onShipped: true } : { onSentence: true });
});

test('a curve is not asked for before every head was measured', () => {
  expect(MEASURES['curve']?.ask(FIRST)).toBeNull();
});

test('what is measured is of the two heads that are held side by side', () => {
  expect(isMeasured('importance', STATE)).toBe(true);
  expect(isMeasured('pair', STATE)).toBe(true);
  expect(isMeasured('pair', { ...STATE, view: { ...STATE.view, twins: [a, { layer: 1, head: 1 }] } })).toBe(false);
  expect(isMeasured('alike', STATE)).toBe(false);
});
