import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pinnedNames } from '../shown/selectors.ts';
import { linkOf } from './headNumbers.ts';
import { reduce } from './reduce.ts';
import type { Action } from './actions.ts';
import { makeReport } from '../testing/reports.ts';
import { after, start, pin, pins, active, wanted, arrived, labelled, loaded } from '../testing/happened.ts';

fc.configureGlobal({ seed: 20_261_121 });

const unpin = (layer: number, head: number): Action => ({ type: 'headUnpinned', head: { layer, head } });

describe('pinning a head', () => {
  const two = after(start(), pin(0, 1), pin(1, 2));

  test('puts it after the others and makes it the active one', () => {
    expect(pins(two)).toBe('L0H1 L1H2');
    expect(active(two)).toEqual({ layer: 1, head: 2 });
  });

  test('that is pinned already makes it the active one', () => {
    const state = reduce(two, pin(0, 1));
    expect(pins(state)).toBe('L0H1 L1H2');
    expect(active(state)).toEqual({ layer: 0, head: 1 });
  });

  test('that is the active one already unpins it', () => {
    expect(pins(reduce(two, pin(1, 2)))).toBe('L0H1');
  });

  test('and unpinning it let the label panel begin anew', () => {
    const chosen = reduce(two, { type: 'labelSelected', label: 'block' });
    expect(chosen.panelLabel).toBe('block');
    expect(reduce(chosen, pin(0, 0)).panelLabel).toBeNull();
    expect(reduce(chosen, unpin(0, 1)).panelLabel).toBeNull();
    expect(reduce(chosen, { type: 'pinActivated', index: 0 }).panelLabel).toBeNull();
  });
});

describe('unpinning a head', () => {
  const three = after(start(), pin(0, 0), pin(0, 1), pin(0, 2));

  test('takes it out and leaves the order of the others', () => {
    expect(pins(reduce(three, unpin(0, 1)))).toBe('L0H0 L0H2');
  });

  test.each([0, 1, 2])('leaves the active head active if it is another one (place %i is active)', (index) => {
    const state = reduce(three, { type: 'pinActivated', index });
    for (const head of state.view.heads) {
      if (head === active(state)) continue;
      expect(active(reduce(state, { type: 'headUnpinned', head }))).toEqual(active(state));
    }
  });

  test('that is not pinned changes no pin', () => {
    const state = reduce({ ...three, activePin: 1 }, unpin(1, 1));
    expect(pins(state)).toBe(pins(three));
    expect(state.activePin).toBe(1);
  });

  test('leaves none at the end, and none is suggested then', () => {
    const none = after(three, unpin(0, 0), unpin(0, 1), unpin(0, 2));
    expect(pins(none)).toBe('');
    expect(none.activePin).toBe(0);
    expect(pins(after(none, wanted(1), arrived(1), labelled(1)))).toBe('');
  });
});

describe('heads to begin with', () => {
  test('are suggested by the first labels where the link names none', () => {
    const state = after(start(), loaded, wanted(1), arrived(1), labelled(1));
    expect(pins(state)).toBe('L1H2 L0H0');
    expect(state.activePin).toBe(0);
  });

  test('are chosen anew for another sentence, until a person has chosen', () => {
    const state = after(start(), loaded, wanted(1), arrived(1), labelled(1), wanted(2), arrived(2));
    const other = labelled(2, [makeReport(0, 1, [{ label: 'block', share: 1 }])]);
    expect(pins(reduce(state, other))).toBe('L0H1');
    expect(pins(after(state, pin(1, 2), other))).toBe('L1H2 L0H0');
    // The same ones again are no change of the view.
    expect(reduce(state, labelled(2)).view).toBe(state.view);
  });

  test('are no part of a link while the page chose them', () => {
    const suggested = after(start(), loaded, wanted(1), arrived(1), labelled(1));
    expect(linkOf(suggested)).toBe('');
    const kept = reduce(suggested, { type: 'pinActivated', index: 1 });
    expect(linkOf(kept)).toBe('?head=L1H2%2CL0H0');
    expect(kept.view).not.toBe(suggested.view);
  });

  test('are kept by the first click on one, which may have been suggested under the pointer', () => {
    const suggested = after(start(), loaded, wanted(1), arrived(1), labelled(1));
    const kept = reduce(suggested, pin(1, 2));
    expect([pins(kept), active(kept)]).toEqual(['L1H2 L0H0', { layer: 1, head: 2 }]);
    expect(pins(reduce(kept, pin(1, 2)))).toBe('L0H0');
    const other = reduce(suggested, pin(0, 0));
    expect([pins(other), active(other)]).toEqual(['L1H2 L0H0', { layer: 0, head: 0 }]);
    expect(pins(reduce(other, pin(0, 0)))).toBe('L1H2');
    // From the first choice on all are the person's own.
    for (const first of [pin(0, 1), unpin(0, 0), { type: 'pinActivated', index: 1 } as const]) {
      const chosen = after(suggested, first, { type: 'pinActivated', index: 0 });
      expect(pins(reduce(chosen, pin(1, 2)))).not.toContain('L1H2');
    }
  });

  test('are suggested later where the first sentence is too short for labels', () => {
    const short = after(start(), loaded, wanted(1), arrived(1), labelled(1, [makeReport(0, 0, [])]));
    expect(pins(short)).toBe('');
    expect(pins(after(short, wanted(2), arrived(2), labelled(2)))).toBe('L1H2 L0H0');
  });

  test('stay for a sentence too short for labels, and are chosen anew for the next', () => {
    const there = after(start(), loaded, wanted(1), arrived(1), labelled(1));
    const short = after(there, wanted(2), arrived(2), labelled(2, [makeReport(0, 0, [])]));
    expect([pins(short), short.view, short.arePinsSuggested]).toEqual(['L1H2 L0H0', there.view, true]);
    const next = labelled(3, [makeReport(0, 1, [{ label: 'block', share: 1 }])]);
    expect(pins(after(short, wanted(3), arrived(3), next))).toBe('L0H1');
  });

  test('are those of the link, the last one active, less those that the model does not have', () => {
    const linked = start('?head=L0H1,L1H2,L7H0');
    expect(active(linked)).toEqual({ layer: 7, head: 0 });
    const state = after(linked, loaded, wanted(1), arrived(1), labelled(1));
    expect(pins(state)).toBe('L0H1 L1H2');
    expect(active(state)).toEqual({ layer: 1, head: 2 });
  });

  test('are those that were pinned meanwhile', () => {
    expect(pins(after(start(), loaded, pin(0, 1), wanted(1), arrived(1), labelled(1)))).toBe('L0H1');
  });
});

test('the names of the pinned heads are those that the grid looks up', () => {
  expect([...pinnedNames(after(start(), pin(0, 1), pin(1, 2)).view)]).toEqual(['L0H1', 'L1H2']);
});
