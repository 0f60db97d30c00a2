import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { initialState } from '../state/appState.ts';
import { decodeView } from '../state/url.ts';
import { catalogModel } from '../testing/catalogModel.ts';
import { loadedAs } from '../testing/models.ts';
import { TINY } from '../testing/runs.ts';
import type { MeasurePlan } from '../../inference/protocol.ts';

vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { dispatch, store } = await import('../state/store.ts');
const { basisMessage } = await import('../parts/besideMessages.ts');
const { startStudyLoop } = await import('./studyLoop.ts');

/** What is asked for beside a model and has not been answered yet, the oldest first. */
let fetching: { readonly url: string; readonly answer: (response: Response) => void }[];
/** Pictures of every study that was begun. */
let measured: string[][];
let undo: () => void;

const SAMPLES = (label: string) => Response.json({ side: 2, pictures: [{ label, pixels: btoa('abcd') }] });

const MODELS = ['shoes', 'digits'].map((id) =>
  catalogModel(id, { takes: 'image', heldOut: { url: `/${id}.json`, n: 1 } }),
);

beforeEach(() => {
  [fetching, measured] = [[], []];
  vi.stubGlobal('fetch', (url: string) => new Promise((answer) => fetching.push({ url, answer })));
  store.setState({ ...initialState(decodeView('?text=first&head=L0H0')), catalog: MODELS }, true);
  const client = {
    measure: ({ inputs }: MeasurePlan) => measured.push(inputs.map((input) => ('name' in input ? input.name : ''))),
    compare: () => 1,
    pauseStudy: () => {},
    cancelStudy: () => {},
  };
  undo = startStudyLoop(client, { now: () => null });
});
afterEach(() => undo());

function load(id: string): void {
  dispatch({ type: 'loadStarted', loadId: 1 });
  dispatch(loadedAs({ ...TINY, id, takes: 'image' }, 1));
}
const choose = (isList: boolean): void => dispatch({ type: 'sentencesChanged', change: { isList } });
const measure = (): void => dispatch({ type: 'measureAsked', purpose: 'importance', variants: [VARIANT] });
const VARIANT = { heads: [{ kind: null, layer: 0, head: 0, keep: 0 }], mode: 'zero' } as const;
const sentences = () => store.getState().studies.sentences;
/** Until what reads the pictures is there as well. */
const until = (isSo: () => boolean): Promise<unknown> => vi.waitUntil(isSo);
const asked = (n: number): Promise<unknown> => until(() => fetching.length === n);
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 20));

describe('held-out pictures', () => {
  test('are fetched once when they are chosen, and what was to be measured begins with the newest wish', async () => {
    load('shoes');
    choose(true);
    measure();
    measure();
    await asked(1);
    fetching[0]!.answer(SAMPLES('boot'));
    await until(() => measured.length > 0);
    await settled();
    expect([fetching.map(({ url }) => url), measured]).toEqual([['/shoes.json'], [['boot']]]);
    expect(sentences()).toMatchObject({ heldOut: { url: '/shoes.json', names: ['boot'] }, error: null });
  });

  test('of another model are fetched when it comes, and its own late ones do not take their place', async () => {
    load('shoes');
    choose(true);
    await asked(1);
    load('digits');
    await asked(2);
    fetching[1]!.answer(SAMPLES('four'));
    await until(() => sentences().heldOut !== null);
    fetching[0]!.answer(SAMPLES('boot'));
    await settled();
    measure();
    expect([sentences().heldOut, measured]).toEqual([{ url: '/digits.json', names: ['four'] }, [['four']]]);
  });

  test.each([
    ['by then the picture on screen is chosen', () => choose(false)],
    ['by then they were let go and chosen again', () => [false, true].forEach(choose)],
    ['by then another model is there', () => load('digits')],
  ])('begin nothing where %s', async (_, meanwhile) => {
    load('shoes');
    choose(true);
    measure();
    await asked(1);
    meanwhile();
    fetching[0]!.answer(SAMPLES('boot'));
    await settled();
    expect([measured, sentences().error]).toEqual([[], null]);
  });

  test('that do not come say so, with what to do, and are asked for again', async () => {
    load('shoes');
    choose(true);
    await asked(1);
    fetching[0]!.answer(new Response('', { status: 503 }));
    await until(() => sentences().error !== null);
    expect(basisMessage(sentences().error!).title).toBe('The held-out pictures could not be fetched.');
    choose(true);
    await asked(2);
    fetching[1]!.answer(SAMPLES('boot'));
    await until(() => sentences().heldOut !== null);
    expect(sentences().error).toBeNull();
  });

  test('that are none say so, and what is said of them goes with their model', async () => {
    load('shoes');
    choose(true);
    await asked(1);
    fetching[0]!.answer(Response.json({ side: 2 }));
    await until(() => sentences().error !== null);
    expect(basisMessage(sentences().error!).title).toBe('The held-out pictures cannot be read.');
    load('digits');
    expect(sentences().error).toBeNull();
  });
});
