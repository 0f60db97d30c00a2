import { beforeEach, expect, test, vi } from 'vitest';
import { loadedAs } from '../testing/models.ts';
import { makeReport } from '../testing/reports.ts';
import { makeRun, TINY } from '../testing/runs.ts';

// The store reads the address as it is made.
vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { decodeView } = await import('../state/url.ts');
const { dispatch, store } = await import('../state/store.ts');
const { createLateFields } = await import('./lateFields.ts');

const LINK = `?head=${encodeURIComponent('{head previous}')}`;
const heads = () => store.getState().view.heads.map(({ layer, head }) => `L${layer}H${head}`);
const settled = () => new Promise<void>((resolve) => void setTimeout(resolve));

/** The model reads a text, and of its heads this one looks one word back, or none. */
function read(text: string, runId: number, previous: readonly [number, number] | null): void {
  const [layer, head] = previous ?? [0, 0];
  const labels = previous === null ? [] : [{ label: 'previous' as const, score: 0.9 }];
  dispatch({ type: 'viewChanged', change: { text } });
  dispatch({ type: 'runWanted', runId });
  const data = Float32Array.from({ length: 6 }, () => 1);
  const attention = [{ kind: 'decoder' as const, nLayers: 2, nHeads: 3, nQueries: 1, nKeys: 1, data }];
  dispatch({ type: 'ran', runId, run: { ...makeRun(runId), text, attention } });
  dispatch({ type: 'labelled', runId, reports: [makeReport(layer, head, labels)] });
}

let runId = 0;
beforeEach(() => {
  dispatch({ type: 'viewRestored', view: decodeView('?model=tiny&text=one') });
  const loadId = store.getState().loadId + 1;
  dispatch({ type: 'loadStarted', loadId });
  dispatch(loadedAs(TINY, loadId));
});

/** The page of a lesson is on one sentence, and then on another. `meanwhile`: what is done or looked at on the first. */
async function goOn(
  one: readonly [number, number],
  two: readonly [number, number] | null,
  meanwhile: () => void = () => {},
): Promise<void> {
  const late = createLateFields();
  const undo = late.follow(LINK, 'one');
  await settled();
  read('one', ++runId, one);
  await settled();
  meanwhile();
  undo();
  const over = late.follow(LINK, 'two');
  read('two', ++runId, two);
  await settled();
  over();
}

test('a field is set once its fact is known, and anew on every other sentence', async () => {
  await goOn([0, 2], [1, 1], () => expect(heads()).toEqual(['L0H2']));
  expect(heads()).toEqual(['L1H1']);
});

test('a field that was set with the page, as after a reload, is set anew on another sentence', async () => {
  read('one', ++runId, [0, 2]);
  dispatch({ type: 'viewChanged', change: { heads: [{ layer: 0, head: 2 }] } });
  const late = createLateFields();
  const undo = late.follow(LINK, 'one');
  await settled();
  undo();
  const over = late.follow(LINK, 'two');
  read('two', ++runId, [1, 1]);
  await settled();
  expect(heads()).toEqual(['L1H1']);
  over();
});

test('a field that a person has changed stays', async () => {
  await goOn([0, 2], [1, 1], () => dispatch({ type: 'viewChanged', change: { heads: [{ layer: 1, head: 0 }] } }));
  expect(heads()).toEqual(['L1H0']);
});

test('a field whose fact another sentence has not does not stay that of the sentence before', async () => {
  await goOn([0, 2], null);
  expect(heads()).not.toContain('L0H2');
});
