import { describe, expect, test } from 'vitest';
import { pairOf, verdictOf } from '../../../core/alike/verdict.ts';
import { PARTS, RUN_WITH_PARTS } from '../../../core/recorded/testing/runWithParts.ts';
import type { ModelInfo, ModelRun } from '../../../core/run.ts';
import { NO_EXTRAS } from '../../../core/runExtras.ts';
import type { RunExtras } from '../../../core/runExtras.ts';
import type { Notice } from '../../../inference/protocol.ts';
import { textOnScreen } from '../../shown/inputOnScreen.ts';
import { ablationState, currentAblated, isEffectCurrent, shownAblated } from '../../shown/shown.ts';
import { costOf, wantedCosts } from '../../shown/oneHead.ts';
import { extrasOf } from '../../export/exportRun.ts';
import { linkOf } from '../headNumbers.ts';
import { initialState } from '../appState.ts';
import { reduce } from '../reduce.ts';
import type { AppState } from '../appState.ts';
import { alikeOf } from '../../shown/alike.ts';
import { loadedAs } from '../../testing/models.ts';
import { decodeView } from '../url.ts';

const RECORDED: ModelInfo = { ...RUN_WITH_PARTS.model, id: 'opened:1 run.json', takes: 'nothing' };
const RUN: ModelRun = { ...RUN_WITH_PARTS, runId: 1, model: RECORDED };

/** A page on which a file was opened, and the run that it holds arrived. */
function opened(extras: RunExtras | null = PARTS, query = '?text=typed'): AppState {
  const backend = { ...RUN.backend, name: 'recorded' as const };
  const ready = reduce(initialState(decodeView(query)), { ...loadedAs(RECORDED), backend, ablation: null });
  return reduce(reduce(ready, { type: 'runWanted', runId: 1 }), {
    type: 'ran',
    runId: RUN.runId,
    run: RUN,
    ...(extras && { extras }),
  });
}

describe('what a recording holds beside its run', () => {
  test('stands where the answers of a model would: heads off, their patterns and the effect', () => {
    const state = opened();
    const { ablation, attention, effect, words } = PARTS.ablated!;
    expect([state.view.ablation, state.view.mode]).toEqual([ablation.heads, 'flat']);
    expect(shownAblated(state)?.attention).toBe(attention);
    expect(shownAblated({ ...state, view: { ...state.view, picture: 'before' } })).toBeNull();
    expect([state.ablated.effect, state.ablated.words]).toEqual([effect, words]);
    expect(isEffectCurrent(state)).toBe(true);
    expect(ablationState(state)).toBe('ready');
  });

  test('layers of one head are drawn as such, with what was measured of them', () => {
    const state = opened();
    expect([state.view.oneHead, state.view.stack]).toEqual([[0, 1], null]);
    expect(costOf(state, [1])).toMatchObject({ effect: PARTS.oneHead[1]?.effect, run: RUN });
    expect(costOf(state, [0])).toBeNull();
    expect(wantedCosts(state)).toEqual([]);
  });

  test('its heads are pinned and its word is asked, in place of what stood there; without any the page chooses', () => {
    const state = opened(PARTS, '?text=typed&head=L1H1&ask=1');
    const { pinned, asked } = PARTS.lookedAt!;
    expect([state.view.heads, state.view.asked, state.view.side]).toEqual([pinned, asked!.position, 'key']);
    expect([state.awaitsSuggestion, state.arePinsSuggested, state.activePin]).toEqual([false, false, 1]);
    const bare = opened({ ...PARTS, oneHead: [], lookedAt: { kind: 'cross', pinned: [], asked: null } });
    expect([bare.view.stack, bare.view.heads, bare.view.asked]).toEqual(['cross', [], 'none']);
    expect(bare.awaitsSuggestion).toBe(true);
    const { lookedAt: _lookedAt, ...before } = PARTS;
    const older = opened(before);
    expect([older.view.asked, older.awaitsSuggestion]).toEqual(['auto', true]);
  });

  test('is exported again as it stood', () => {
    const { ablated, oneHead, studies, alike, lookedAt } = extrasOf(opened());
    expect(lookedAt).toEqual(PARTS.lookedAt);
    expect(oneHead).toEqual(PARTS.oneHead);
    const { runId: _runId, forwardMs: _forwardMs, ...part } = { runId: 0, forwardMs: 0, ...ablated };
    expect(part).toEqual(PARTS.ablated);
    // The other one had no answer yet: there is nothing of it to keep.
    expect(studies).toEqual(PARTS.studies.slice(0, 1));
    expect(alike).toEqual(
      PARTS.alike.map((one) => ({ ...one, comparison: { ...one.comparison, nGiven: 3, nTexts: 2, nContentTexts: 1 } })),
    );
  });

  test('is of pictures where its file says so, or its effects are on classes', () => {
    const [study, other] = PARTS.studies;
    const of = (extras: Partial<RunExtras>) => {
      const { measured, alike } = opened({ ...PARTS, ...extras }).studies;
      return [measured.importance?.basis, alike?.basis].map((basis) => [basis?.kind, basis?.thing]);
    };
    const alike = PARTS.alike.map((one) => ({ ...one, thing: 'picture' as const }));
    expect(of({})).toEqual([
      ['list', 'sentence'],
      ['list', 'sentence'],
    ]);
    expect(of({ studies: [{ ...study!, thing: 'picture' }, other!], alike })).toEqual([
      ['held-out', 'picture'],
      ['held-out', 'picture'],
    ]);
    expect(of({ studies: [{ ...study!, objective: 'class' }, other!] })[0]).toEqual(['held-out', 'picture']);
    const again = extrasOf(opened({ ...PARTS, studies: [{ ...study!, thing: 'picture' }, other!], alike }));
    expect([again.studies, again.alike].map(([one]) => one?.thing)).toEqual(['picture', 'picture']);
  });

  test('keeps how far it had come and on how many texts it rests', () => {
    const { measured, alike } = opened().studies;
    expect(measured.importance).toMatchObject({ status: 'done', nDone: 3, nTotal: 4, basis: { kind: 'list' } });
    expect(measured['curve-own']).toMatchObject({
      status: 'stopped',
      nDone: 0,
      nTotal: 2,
      basis: { kind: 'sentence' },
    });
    expect(alikeOf(alike, 'cross')).toMatchObject({ nGiven: 3, nTexts: 2, nContentTexts: 1 });
  });

  test('calls heads redundant where enough of the texts told it, and alike where not', () => {
    const [cross] = PARTS.alike;
    const close = Float32Array.of(0, 0.1, 0.1, 0.1, 0, 0.1, 0.1, 0.1, 0);
    const mass = Float32Array.of(0.5, 0.5, 0.5);
    const comparison = { ...cross!.comparison, distance: close, contentDistance: close, contentMass: mass };
    const verdictAt = (nTexts: number | null, nContentTexts: number | null) => {
      const texts = ['a', 'b', 'c', 'd', 'e', 'f'];
      const part = { ...cross!, texts, nTexts, nContentTexts, comparison };
      const found = alikeOf(opened({ ...PARTS, alike: [part] }).studies.alike, 'cross')!;
      expect([found.distance, found.contentDistance, found.contentMass]).toEqual([close, close, mass]);
      const figures = pairOf(found, { layer: 0, head: 0 }, { layer: 0, head: 2 });
      return `${found.nTexts} ${verdictOf(figures, { nTexts: found.nContentTexts }).verdict}`;
    };
    expect(verdictAt(6, 4)).toBe('6 alike');
    expect(verdictAt(5, 5)).toBe('5 redundant');
    // A file of before does not say: all its texts count.
    expect(verdictAt(null, null)).toBe('6 redundant');
  });

  test('of texts that are all too short tells nothing', () => {
    const nothing = Float32Array.of(0, NaN, NaN, NaN, 0, NaN, NaN, NaN, 0);
    const [cross] = PARTS.alike;
    const comparison = { ...cross!.comparison, distance: nothing, contentDistance: new Float32Array(9).fill(NaN) };
    const part = { ...cross!, nTexts: 0, nContentTexts: 0, comparison };
    const found = alikeOf(opened({ ...PARTS, alike: [part] }).studies.alike, 'cross');
    expect(found).toMatchObject({ ...comparison, nGiven: 3, nTexts: 0, nContentTexts: 0 });
  });

  test('may be an ablation without an effect, or nothing', () => {
    const state = opened({ ...PARTS, ablated: { ...PARTS.ablated!, effect: null } });
    expect([ablationState(state), isEffectCurrent(state)]).toEqual(['ready', false]);
    expect(extrasOf(state).ablated).toMatchObject({ effect: null, words: new Map() });
    for (const extras of [null, NO_EXTRAS]) {
      const none = opened(extras);
      expect([ablationState(none), none.view.ablation]).toEqual(['none', []]);
      const { lookedAt: _lookedAt, ...rest } = extrasOf(none);
      expect(rest).toEqual(NO_EXTRAS);
    }
  });

  test('is of the run that is wanted: an older one falls through', () => {
    const state = reduce(opened(null), { type: 'runWanted', runId: 2 });
    expect(reduce(state, { type: 'ran', runId: RUN.runId, run: RUN, extras: PARTS })).toBe(state);
  });

  test('goes with the recording: the next model has its heads, and no link turns them down', () => {
    const state = opened();
    // The heads that are looked at stand in it, and the word.
    expect(linkOf(state)).toBe('?text=typed&head=L1H2%2CL0H0&ask=4&from=key');
    const begun = reduce(state, { type: 'loadStarted', loadId: 1 });
    const next = reduce(begun, loadedAs({ ...RUN_WITH_PARTS.model, id: 'other' }, 1));
    expect(next.view.ablation).toEqual([]);
    expect(currentAblated(next)).toBeNull();
    // The picture on screen is still that of the recording, and so are the notes on its heads.
    const { lookedAt: _lookedAt, ...rest } = extrasOf(next);
    expect(rest).toEqual({ ...NO_EXTRAS, notes: PARTS.notes });
  });

  test('is not taken for a study that a person begins on the recording', () => {
    const begun = reduce(opened(), {
      type: 'compareStarted',
      studyId: 1,
      basis: { kind: 'sentence', texts: [RUN.text], thing: 'sentence' },
    });
    const [means] = PARTS.alike.map(({ kind, comparison }) => ({ kind, comparison }));
    const found = reduce(begun, { type: 'compared', studyId: 1, input: 0, comparisons: [means!], nDone: 1, nTotal: 1 });
    expect(alikeOf(found.studies.alike, 'cross')?.nTexts).toBe(1);
    expect(found.studies.measured).toEqual(begun.studies.measured);
  });
});

test('the sentence on screen is that of the recording, whatever was typed before', () => {
  expect(textOnScreen(opened())).toBe(RUN.text);
  expect(textOnScreen(initialState(decodeView('?text=typed')))).toBe('typed');
});

test('the same notice is told once, another one beside it', () => {
  const notice = (detail: string): Notice => ({ code: 'recording-warning', detail });
  const raise = (state: AppState, detail: string) => reduce(state, { type: 'noticeRaised', notice: notice(detail) });
  const once = raise(opened(), 'a');
  expect(raise(once, 'a')).toBe(once);
  expect(raise(once, 'b').notices).toEqual([notice('a'), notice('b')]);
});
