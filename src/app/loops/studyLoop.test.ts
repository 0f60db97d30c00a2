import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { wordsOf } from '../../core/words/listedWords.ts';
import { LIST_IDS, wordsWritten, writtenList } from '../../core/words/wordLists.ts';
import { initialState } from '../state/appState.ts';
import { decodeView } from '../state/url.ts';
import { catalogModel } from '../testing/catalogModel.ts';
import { loadedAs } from '../testing/models.ts';
import { TINY } from '../testing/runs.ts';
import type { MeasurePlan, RunInput } from '../../inference/protocol.ts';

vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { dispatch, store } = await import('../state/store.ts');
const { basisMessage } = await import('../parts/besideMessages.ts');
const { startStudyLoop } = await import('./studyLoop.ts');

/** What is asked for beside a model and has not been answered yet, the oldest first. */
let fetching: { readonly url: string; readonly answer: (response: Response) => void }[];
/** Pictures of every study that was begun. */
let measured: string[][];
/** Questions about words. */
let attended: { readonly inputs: readonly RunInput[]; readonly words: readonly string[] }[];
let undo: () => void;

const SAMPLES = (label: string) => Response.json({ side: 2, pictures: [{ label, pixels: btoa('abcd') }] });

const MODELS = ['shoes', 'digits'].map((id) =>
  catalogModel(id, { takes: 'image', heldOut: { url: `/${id}.json`, n: 1 } }),
);

beforeEach(() => {
  [fetching, measured, attended] = [[], [], []];
  vi.stubGlobal('fetch', (url: string) => new Promise((answer) => fetching.push({ url, answer })));
  store.setState({ ...initialState(decodeView('?text=first&head=L0H0&view=importance')), catalog: MODELS }, true);
  const client = {
    measure: ({ inputs }: MeasurePlan) => measured.push(inputs.map((input) => ('name' in input ? input.name : ''))),
    compare: () => 1,
    attend: (inputs: readonly RunInput[], words: readonly string[]) => attended.push({ inputs, words }),
    pauseStudy: () => {},
    cancelStudy: () => {},
  };
  undo = startStudyLoop(client, { now: () => null });
});
afterEach(() => undo());

/** On a page of studies. */
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

  test('are not fetched for a model that comes while another page is open, but once a study needs them', async () => {
    dispatch({ type: 'viewChanged', change: { panel: 'heads' } });
    choose(true);
    load('shoes');
    await settled();
    expect(fetching).toEqual([]);
    measure();
    await asked(1);
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

describe('a question about words', () => {
  const ask = (): void => dispatch({ type: 'attendAsked' });
  const words = (written: string): void => dispatch({ type: 'viewChanged', change: { words: written } });
  const own = (list: string): void => dispatch({ type: 'sentencesChanged', change: { isWordsList: true, list } });
  const trouble = () => store.getState().studies.sentences.wordsError;
  beforeEach(() => {
    dispatch({ type: 'loadStarted', loadId: 1 });
    dispatch(loadedAs({ ...TINY, id: 'reads', takes: 'text' }, 1));
  });

  test('goes over the sentences that come with the page and have such a word, each once', async () => {
    words('afraid');
    ask();
    await until(() => attended.length === 1);
    const texts = attended[0]!.inputs.map((input) => ('text' in input ? input.text : ''));
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.every((text) => /\bafraid\b/i.test(text))).toBe(true);
    expect(new Set(texts).size).toBe(texts.length);
    expect(store.getState().studies.words).toMatchObject({ words: 'afraid', status: 'running', nTotal: texts.length });
  });

  test('of every ready list finds more sentences than it takes for a head to stand out', async () => {
    for (const [at, id] of LIST_IDS.entries()) {
      words(writtenList(id));
      ask();
      await until(() => attended.length === at + 1);
      expect([id, attended[at]!.inputs.length >= 20]).toEqual([id, true]);
      expect(attended[at]!.words).toEqual(wordsOf(wordsWritten(writtenList(id))));
    }
  });

  test('goes over all sentences of one’s own list, one of which must have such a word', async () => {
    own('A red hat.\nA hat.');
    words('Red, blue');
    ask();
    await until(() => attended.length === 1);
    expect(attended[0]!.inputs).toHaveLength(2);
    expect(attended[0]!.words).toEqual(['red', 'blue']);
    own('A hat.');
    ask();
    await until(() => trouble() !== null);
    expect(trouble()?.detail).toContain('none of your sentences');
    words(' , ');
    ask();
    await until(() => trouble()?.detail.includes('no words') === true);
    expect(attended).toHaveLength(1);
    words('red');
    own('A red hat.');
    expect(trouble()).toBeNull();
  });

  test('says so where no sentence has the word', async () => {
    words('xylophone');
    ask();
    await until(() => trouble() !== null);
    expect(trouble()?.detail).toContain('no sentence that comes with the page');
    expect(attended).toEqual([]);
  });

  test.each([
    ['another model comes', () => load('digits')],
    ['it is called off', () => dispatch({ type: 'cancelAsked' })],
  ])('is not begun, nor told as trouble, where %s while its sentences are fetched', async (_, meanwhile) => {
    words('afraid');
    ask();
    meanwhile();
    await settled();
    expect([attended, trouble(), store.getState().studies.words]).toEqual([[], null, null]);
  });

  test('is begun once where it is asked twice, and of the words that were there as it was asked', async () => {
    words('afraid');
    ask();
    ask();
    words('red');
    await until(() => attended.length > 0);
    await settled();
    expect([attended.map((one) => one.words), store.getState().studies.words?.words]).toEqual([[['afraid']], 'afraid']);
  });

  test('goes over its own choice of sentences, not over that of what heads do', async () => {
    dispatch({ type: 'sentencesChanged', change: { isList: true, list: 'A hat.' } });
    words('afraid');
    ask();
    await until(() => attended.length === 1);
    expect(store.getState().studies.words?.basis.kind).toBe('shipped');
  });
});
