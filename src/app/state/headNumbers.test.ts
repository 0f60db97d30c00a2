import { describe, expect, test } from 'vitest';
import { headPlaces, linkOf } from './headNumbers.ts';
import { initialState } from './appState.ts';
import { reduce } from './reduce.ts';
import type { AppState } from './appState.ts';
import { HYBRID, loadedAs } from '../testing/models.ts';
import { decodeView } from './url.ts';

const open = (query: string): AppState => initialState(decodeView(query));
const begun = (state: AppState): AppState => reduce(state, { type: 'loadStarted', loadId: 0 });
const load = (state: AppState): AppState => reduce(begun(state), loadedAs(HYBRID));

describe('a link to heads of a model of which not every layer has weights', () => {
  test('names their layers by the true numbers, and finds them in their places', () => {
    const before = open('?head=L11H2,L3H0');
    // Until the model is there nobody knows its layers, and the link stays as it is.
    expect(linkOf(before)).toBe('?head=L11H2%2CL3H0');
    const state = load(before);
    expect(state.view.heads).toEqual([
      { layer: 2, head: 2 },
      { layer: 0, head: 0 },
    ]);
    expect(state.activePin).toBe(1);
    expect(linkOf(state)).toBe('?head=L11H2%2CL3H0');
  });

  test('is written by the numbers when a head is pinned on the page', () => {
    const state = reduce(load(open('')), { type: 'headPinned', head: { layer: 1, head: 1 } });
    expect(linkOf(state)).toBe('?head=L7H1');
  });

  test('loses layers without weights, whatever place their number would be', () => {
    expect(load(open('?head=L1H1,L7H1,L2H0')).view.heads).toEqual([{ layer: 1, head: 1 }]);
  });

  test('is followed back and forward while the model stays', () => {
    const state = reduce(load(open('?head=L11H2')), { type: 'viewRestored', view: decodeView('?head=L7H1') });
    expect(state.view.heads).toEqual([{ layer: 1, head: 1 }]);
    expect(linkOf(state)).toBe('?head=L7H1');
  });

  test('is read when its model comes, if it is one to another model', () => {
    const state = reduce(load(open('')), { type: 'viewRestored', view: decodeView('?model=other&head=L7H1') });
    expect(linkOf(state)).toBe('?model=other&head=L7H1');
    expect(load(state).view.heads).toEqual([{ layer: 1, head: 1 }]);
    // Loaded again, on another backend, places are places.
    expect(load(load(state)).view.heads).toEqual([{ layer: 1, head: 1 }]);
  });

  test('names layers of one head in the same way, and tells of those that are not there', () => {
    const state = load(open('?onehead=11,3,3'));
    expect(state.view.oneHead).toEqual([0, 2]);
    expect(linkOf(state)).toBe('?onehead=3%2C11');
    const missing = load(open('?onehead=4,7'));
    expect(missing.view.oneHead).toEqual([1]);
    expect(missing.notices).toEqual([{ code: 'link-heads-missing', detail: 'layer 4' }]);
    // With another model all heads are there again.
    expect(
      load({ ...state, shown: state.shown && { ...state.shown, model: { ...HYBRID, id: 'other' } } }).view.oneHead,
    ).toEqual([]);
    expect(decodeView('?onehead=2,x').oneHead).toEqual([]);
  });

  test('names the two that are held side by side in the same way, and has none unless both are there', () => {
    const state = load(open('?twins=L11H2,L3H0'));
    expect(state.view.twins).toEqual([
      { layer: 2, head: 2 },
      { layer: 0, head: 0 },
    ]);
    expect(linkOf(state)).toBe('?twins=L11H2%2CL3H0');
    expect(linkOf(reduce(state, { type: 'viewRestored', view: decodeView('?twins=L7H1,L3H1') }))).toBe(
      '?twins=L7H1%2CL3H1',
    );
    expect(load(open('?twins=L1H1,L7H1')).view.twins).toBeNull();
    expect(load(open('?twins=L1H1,L2H0')).view.twins).toBeNull();
    expect(load(open('?twins=L7H1,L3H99')).view.twins).toBeNull();
    const restored = reduce(state, { type: 'viewRestored', view: decodeView('?twins=L7H1,L3H1') });
    expect(restored.view.twins).toEqual([
      { layer: 1, head: 1 },
      { layer: 0, head: 1 },
    ]);
    // Loaded again, on another backend, they stay; with another model they go.
    expect(load(state).view.twins).toEqual(state.view.twins);
    const after = reduce(begun(state), loadedAs({ ...HYBRID, id: 'other' }));
    expect(after.view.twins).toBeNull();
  });

  test('names heads that are switched off in the same way', () => {
    const state = load(open('?ablate=L11H2,L7H1:0.5'));
    expect(state.view.ablation).toEqual([
      { kind: null, layer: 1, head: 1, keep: 0.5 },
      { kind: null, layer: 2, head: 2, keep: 0 },
    ]);
    expect(linkOf(state)).toBe('?ablate=L7H1%3A0.5%2CL11H2');
    expect(linkOf(reduce(state, { type: 'viewRestored', view: decodeView('?ablate=L3H1') }))).toBe('?ablate=L3H1');
  });

  test('keeps what it switches off when history leads to it from another model', () => {
    const first = load(open('?ablate=L3H0'));
    const back = reduce(first, { type: 'viewRestored', view: decodeView('?model=other&ablate=L7H1') });
    const arrived = loadedAs({ ...HYBRID, id: 'other' });
    expect(linkOf(reduce(begun(back), arrived))).toBe('?model=other&ablate=L7H1');
    // Chosen on the page, another model starts with all its heads.
    const chosen = reduce(first, { type: 'viewChanged', change: { modelId: 'other' } });
    expect(linkOf(reduce(begun(chosen), arrived))).toBe('?model=other');
  });

  test('takes the numbers of the stack that it names', () => {
    const model = { ...HYBRID, layerNumbers: { encoder: [0, 1, 2], decoder: [5, 6] } };
    const heads = [{ layer: 1, head: 0 }];
    expect(headPlaces(heads, model, 'decoder')).toEqual([]);
    expect(headPlaces([{ layer: 6, head: 0 }], model, 'decoder')).toEqual(heads);
    expect(headPlaces(heads, model, null)).toEqual(heads);
    expect(headPlaces([{ layer: 6, head: 0 }], model, null)).toEqual([]);
  });
});
