import { describe, expect, test, vi } from 'vitest';
import { initialState } from '../state/appState.ts';
import type { AppState } from '../state/appState.ts';
import type { AlikeStudy, MeasureStudy } from '../state/studies.ts';
import { decodeView } from '../state/url.ts';
import { CARD, HYBRID, SUPPORT, WASM } from '../testing/models.ts';
import { makeStudy } from '../testing/studies.ts';

// The store reads the address as it is made.
vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { studyOf } = await import('./studyOf.ts');

const HERE = { kind: 'sentence', texts: ['here'], thing: 'sentence' } as const;
const LIST = { kind: 'list', texts: ['here', 'there'], thing: 'sentence' } as const;
const THERE = { kind: 'sentence', texts: ['there'], thing: 'sentence' } as const;
const off = (mode: 'mean' | 'zero') => ({ mode, heads: [{ layer: 0, head: 0, kind: null, keep: 0 }] });

const measured = (change: Partial<MeasureStudy> = {}, mode: 'mean' | 'zero' = 'mean') =>
  makeStudy([off(mode)], [[null]], { basis: HERE, ...change });
const compared = (change: Partial<AlikeStudy> = {}): AlikeStudy => ({
  purpose: 'alike',
  studyId: 1,
  basis: HERE,
  status: 'done',
  nDone: 1,
  nTotal: 1,
  error: null,
  comparisons: [],
  ...change,
});
const ofPair = (pair: string | null): Partial<MeasureStudy> => ({
  plan: { inputs: [{ kind: 'text', text: 'here', pair }], variants: [off('mean')] },
});

function state(importance: MeasureStudy, alike: AlikeStudy, query: string, takesPair = false): AppState {
  const first = initialState(decodeView(`?text=here&model=hybrid${query}`));
  const model = { ...HYBRID, takesPair };
  return {
    ...first,
    model: { status: 'ready', model, backend: WASM, card: CARD, ablation: SUPPORT },
    studies: { ...first.studies, measured: { importance }, alike },
  };
}

describe('a study of what is on screen', () => {
  test.each<[string, boolean, Partial<Pick<AlikeStudy, 'basis' | 'status'>>]>([
    ['is one of this sentence', true, {}],
    ['may be under way', true, { status: 'running' }],
    ['may have been stopped', true, { status: 'stopped' }],
    ['is none of another sentence', false, { basis: THERE }],
    ['is none of a list that begins with this one', false, { basis: LIST }],
    ['is none of held-out pictures', false, { basis: { kind: 'held-out', texts: ['here'], thing: 'picture' } }],
  ])('%s', (_, isFound, { basis = HERE, status = 'done' }) => {
    const now = state(measured({ basis, status }), compared({ basis, status }), '');
    expect(studyOf(now, 'importance') !== null).toBe(isFound);
    expect(studyOf(now, 'alike') !== null).toBe(isFound);
    expect(studyOf(now, 'interaction')).toBeNull();
  });

  test('is of what stands in for heads now; how alike heads look does not depend on that', () => {
    const now = state(measured({}, 'mean'), compared(), '&mode=zero');
    expect(studyOf(now, 'importance')).toBeNull();
    expect(studyOf(now, 'alike')).not.toBeNull();
    expect(studyOf(state(measured({}, 'zero'), compared(), '&mode=zero'), 'importance')).not.toBeNull();
  });

  test('is of the model that is wanted, once it is there', () => {
    const now = state(measured(), compared(), '');
    for (const other of [
      { ...now, view: { ...now.view, modelId: 'another' } },
      { ...now, model: initialState(now.view).model },
    ])
      expect([studyOf(other, 'importance'), studyOf(other, 'alike')]).toEqual([null, null]);
  });

  test.each([
    [null, '', true, true],
    ['next', '&pair=next', true, true],
    ['next', '&pair=other', true, false],
    ['next', '', true, false],
    // A model that reads one sentence has not seen the second.
    [null, '&pair=other', false, true],
  ])('of the pair %s, with “%s” in a model that takes pairs: %s', (pair, query, takesPair, isFound) => {
    const now = state(measured(ofPair(pair)), compared(), query, takesPair);
    expect(studyOf(now, 'importance') !== null).toBe(isFound);
  });
});
