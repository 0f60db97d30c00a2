import { describe, expect, test, vi } from 'vitest';
import { attentionCost } from '../../../core/cost/attentionCost.ts';
import { interactionVariants } from '../../../core/study/interaction.ts';
import { readTrainedHeads } from '../../../core/study/trainedHeads.ts';
import type { EffectSummary } from '../../../core/effect/effect.ts';
import type { Token } from '../../../core/tokens.ts';
import { initialState } from '../../state/appState.ts';
import type { AppState } from '../../state/appState.ts';
import type { AlikeStudy } from '../../state/studies.ts';
import { decodeView } from '../../state/url.ts';
import { catalogModel } from '../../testing/catalogModel.ts';
import { CARD, SUPPORT, WASM } from '../../testing/models.ts';
import { makeRun, TINY } from '../../testing/runs.ts';
import { makeStudy } from '../../testing/studies.ts';

// The store reads the address as it is made.
vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { factOf, factTrouble } = await import('./facts.ts');

const TOKENS = ['a', 'boy', ' ran'].map((text, position): Token => {
  return { position, id: position, piece: text, text, start: 0, end: 0, special: false, segment: 0 };
});
const VIEW = decodeView('?text=a+boy+ran&model=tiny&groups=0.3&twins=L1H0,L0H1');
const HEADS = [
  { layer: 0, head: 1 },
  { layer: 1, head: 0 },
] as const;

/** Distances of L0H0, L0H1, L1H0, L1H1: only the middle two are near. */
const DISTANCE = Float32Array.of(0, 0.5, 0.75, 1, 0.5, 0, 0.25, 1, 0.75, 0.25, 0, 1, 1, 1, 1, 0);
const ALIKE: AlikeStudy = {
  purpose: 'alike',
  studyId: 1,
  basis: { kind: 'sentence', texts: ['a boy ran'], thing: 'sentence' },
  status: 'done',
  nDone: 1,
  nTotal: 1,
  error: null,
  comparisons: [
    [
      {
        kind: 'decoder',
        comparison: {
          nLayers: 2,
          nHeads: 2,
          nTokens: 3,
          distance: DISTANCE,
          contentDistance: DISTANCE.map((one) => one / 2),
          contentMass: Float32Array.of(1, 1, 1, 1),
        },
      },
    ],
  ],
};

const LISTED: AlikeStudy = { ...ALIKE, basis: { kind: 'list', texts: ['a boy ran'], thing: 'sentence' } };

const changed = (rise: number): EffectSummary => ({
  lossBefore: 2,
  lossAfter: 2 + rise,
  nScored: 2,
  meanKl: 0.1,
  maxKl: 0.2,
  worst: 0,
  nPositions: 2,
  nFlips: 0,
  meanTurn: Number.NaN,
});

const PAIR = makeStudy(interactionVariants('mean', null, ...HEADS), [[changed(0.5)], [changed(0.25)], [changed(1)]], {
  purpose: 'interaction',
  basis: { kind: 'sentence', texts: ['a boy ran'], thing: 'sentence' },
});

const HEADS_OFF = HEADS.map((head) => ({ ...head, kind: null, keep: 0 }));

const run = (heads: number, seed: number, accuracy: number) => ({
  heads,
  seed,
  accuracy,
  loss: 1,
  pictures: 10_000,
  parameters: 100,
  weightsOfAttention: 50 * heads,
  trainingCpuSeconds: 1,
  millisecondsPerPicture: heads / 4,
});
const TRAINED = readTrainedHeads({
  models: { 1: 'one', 2: 'two' },
  runs: [run(1, 1, 0.5), run(1, 2, 0.75), run(2, 1, 0.875)],
});

const RUN = {
  ...makeRun(1, { ...TINY, nHeads: 2 }),
  text: 'a boy ran',
  tokens: TOKENS,
  attention: [
    { kind: 'decoder' as const, nLayers: 2, nHeads: 2, nQueries: 3, nKeys: 3, data: new Float32Array(36).fill(1 / 3) },
  ],
};
/** Its layer told nothing of itself: its heads divide the stream, and share no keys. */
const SHOWN = {
  status: 'ready',
  model: { ...TINY, nHeads: 2 },
  backend: WASM,
  card: { ...CARD, dHead: null },
  ablation: SUPPORT,
} as const;
const STATE: AppState = { ...initialState(VIEW), run: RUN, wantedRunId: 1, model: SHOWN, shown: SHOWN };
const MEASURED: AppState = {
  ...STATE,
  studies: { ...STATE.studies, alike: ALIKE, measured: { interaction: PAIR } },
};
/** A model of pictures, as the comparison is of. */
const PICTURES: AppState = {
  ...STATE,
  run: {
    ...RUN,
    model: { ...RUN.model, takes: 'image' },
    classes: [
      { name: 'bag', probability: 0.25 },
      { name: 'coat', probability: 0.625 },
      { name: 'shirt', probability: 0.125 },
    ],
  },
  trained: { shown: 'heads.json', found: { 'heads.json': TRAINED } },
};

/** A training of the model on screen, ten steps apart, whose moments lie beside a model. */
function withMoments(modelId: string, found: readonly number[]): AppState {
  const rows = found.map((share, at) => ({ step: 10 * at, loss: 1, exact: 0, found: share }));
  const trained = { kind: 'moments', nSteps: 20, nDates: 1, models: new Map<number, string>(), rows } as const;
  const beside = { momentsUrl: modelId === 'model' ? 'moments.json' : null };
  return {
    ...STATE,
    catalog: [catalogModel('tiny', beside)],
    trained: { shown: null, found: { 'moments.json': trained } },
  };
}

/** 12 channels, 3 tokens. */
const COSTS = attentionCost({
  d: 12,
  nHeads: 4,
  nKeyHeads: 4,
  dK: 3,
  nTokens: 3,
  nLayers: 1,
  hasBiases: true,
  bytes: 4,
});

describe('what a comparison comes to', () => {
  test.each<[string, AppState, number | string | null | undefined]>([
    ['apart L0H1 L1H0', MEASURED, 0.25],
    ['apart L1H0 L0H1', MEASURED, 0.25],
    ['apart L0H0 L0H1', MEASURED, 0.5],
    ['apart L0H0 L9H1', MEASURED, undefined],
    ['apart L0H1 L1H0', { ...MEASURED, view: { ...VIEW, keys: 'content' } }, 0.125],
    ['twin L0H1', MEASURED, 'L1H0'],
    ['twin L0H0', MEASURED, 'L0H1'],
    ['nearerOf L0H1 L0H0 L1H0', MEASURED, 'L1H0'],
    ['nearerOf L0H1 L1H0 L0H0', MEASURED, 'L1H0'],
    // Neither of the two is the nearest of all.
    ['nearerOf L0H0 L1H0 L1H1', MEASURED, 'L1H0'],
    ['nearerOf L0H0 L1H0 L9H1', MEASURED, undefined],
    ['nearerOf L0H0 L1H0 L1H1', STATE, null],
    ['nGroups', MEASURED, 3],
    ['groupsAt', MEASURED, 0.3],
    ['apart L0H1 L1H0', STATE, null],
    ['nGroups', { ...MEASURED, run: { ...RUN, text: 'b' }, view: { ...VIEW, text: 'b' } }, null],
    // A list, and another mode, are no answer for the sentence.
    ['nGroups', { ...MEASURED, studies: { ...MEASURED.studies, alike: LISTED } }, null],
    ['riseBoth', { ...MEASURED, view: { ...VIEW, mode: 'zero' } }, null],
    ['riseFirst', MEASURED, 0.5],
    ['riseSecond', MEASURED, 0.25],
    ['riseBoth', MEASURED, 1],
    ['riseBeyond', MEASURED, 0.25],
    ['riseBoth', { ...MEASURED, view: { ...VIEW, twins: null } }, undefined],
    // What was measured is of two other heads.
    ['riseBoth', { ...MEASURED, view: { ...VIEW, twins: [HEADS[0], { layer: 1, head: 1 }] } }, null],
    ['trainedBest', PICTURES, 2],
    ['trainedWorst', PICTURES, 1],
    ['trainedSeeds', PICTURES, 2],
    ['trained 1', PICTURES, 62.5],
    ['trained 3', PICTURES, undefined],
    ['trainedApart', PICTURES, 25],
    ['trainedBySeed', PICTURES, 25],
    ['trainedTime 2', PICTURES, 0.5],
    ['trainedMaps 2', PICTURES, 100],
    // The comparison that is there is of pictures.
    ['trainedBest', { ...PICTURES, run: RUN }, null],
    ['foundAt', withMoments('model', [0.2, 0.5, 0.7]), 20],
    ['foundAt', withMoments('model', [0.2, 0.5]), undefined],
    // Those of another model are not there, or not yet.
    ['foundAt', withMoments('other', [0.2, 0.7]), null],
    ['mapsWith 4', STATE, 36],
    ['productsWith 4', STATE, COSTS.multiplyAdds.total],
    ['productsRatio 4', STATE, 1],
    ['parametersWith 4', STATE, COSTS.parameters],
    ['widthWith 4', STATE, 3],
    ['widthWith 5', STATE, undefined],
    // Heads of 8 channels each, wider together than the stream.
    ['widthWith 4', { ...STATE, shown: { ...SHOWN, card: { ...CARD, dHead: 8 } } }, 4],
    ['widthWith 4', { ...STATE, shown: null }, undefined],
    ['className 1', PICTURES, 'coat'],
    ['className 2', PICTURES, 'bag'],
    ['classShare 1', PICTURES, 0.625],
    ['classShare 4', PICTURES, undefined],
    ['className 1', STATE, undefined],
  ])('%s', (fact, state, value) => {
    expect(factTrouble(fact)).toBeNull();
    expect(factOf(state, fact)).toBe(value);
  });
});

describe('a curve', () => {
  const off = (n: number) => ({ mode: 'mean', heads: HEADS_OFF.slice(0, n) }) as const;
  const study = makeStudy([off(1), off(2)], [[changed(0.5)], [changed(1.5)]], {
    purpose: 'curve-importance',
    basis: { kind: 'sentence', texts: ['a boy ran'], thing: 'sentence' },
  });
  const state: AppState = { ...STATE, studies: { ...STATE.studies, measured: { 'curve-importance': study } } };

  test.each([
    ['curveLoss 0', 2],
    ['curveLoss 1', 2.5],
    ['curveLoss 2', 3.5],
    ['curveLoss 3', undefined],
  ])('%s', (fact, value) => {
    expect(factTrouble(fact)).toBeNull();
    expect(factOf(state, fact)).toBe(value);
    expect(factOf(STATE, fact)).toBeNull();
  });
});

describe('every head in turn, where a model has several stacks', () => {
  const off = (head: number, kind: 'cross' | null) => ({
    mode: 'mean' as const,
    heads: [{ layer: 0, head, kind, keep: 0 }],
  });
  const study = makeStudy(
    [off(0, null), off(1, null), off(0, 'cross'), off(1, 'cross')],
    [[changed(0.5)], [changed(-0.5)], [changed(2)], [changed(1)]],
    { basis: { kind: 'sentence', texts: ['a boy ran'], thing: 'sentence' } },
  );
  const cross = { ...RUN.attention[0]!, kind: 'cross' as const };
  const state: AppState = {
    ...STATE,
    run: { ...RUN, attention: [RUN.attention[0]!, cross], targetTokens: TOKENS },
    studies: { ...STATE.studies, measured: { importance: study } },
  };

  test.each([
    ['importance L0H0', 0.5, 2],
    ['important 1', 'L0H0', 'L0H0'],
    ['important 3', undefined, undefined],
    ['leastImportant', 'L0H1', 'L0H1'],
    ['nNotMissed', 1, 0],
  ])('%s is of the stack on screen', (fact, ofFirst, ofCross) => {
    expect(factOf(state, fact)).toBe(ofFirst);
    expect(factOf({ ...state, view: { ...VIEW, stack: 'cross' } }, fact)).toBe(ofCross);
  });
});
