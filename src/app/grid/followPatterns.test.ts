import { expect, test, vi } from 'vitest';
import { makeTensor } from '../../../gallery/patterns.ts';
import type { ModelRun } from '../../core/run.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { makeRun } from '../testing/runs.ts';
import type { ShownPatterns } from '../../views/paint/headPaint.ts';

vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { store } = await import('../state/store.ts');
const { followPatterns } = await import('./followPatterns.ts');

const runOf = (runId: number, tensor: AttentionTensor): ModelRun => ({ ...makeRun(runId), attention: [tensor] });

test('patterns of the same heads are painted before anybody who subscribed is told, and nothing else is', () => {
  const heard: (string | AttentionTensor)[] = [];
  const unsubscribe = store.subscribe(() => heard.push('told'));
  const undo = followPatterns(({ tensor }: ShownPatterns) => heard.push(tensor));
  const after = (change: Partial<ReturnType<typeof store.getState>>) => {
    store.setState(change);
    return heard.splice(0);
  };
  const [first, longer] = [makeTensor(2, 3, 4, true), makeTensor(2, 3, 5, true)];
  // There is nothing to paint on yet.
  expect(after({ run: runOf(1, first) })).toEqual(['told']);
  expect(after({ run: runOf(2, longer) })).toEqual([longer, 'told']);
  expect(after({ labelledRunId: 2 })).toEqual(['told']);
  expect(after({ run: runOf(3, longer) })).toEqual(['told']);
  for (const other of [makeTensor(2, 4, 5, true), makeTensor(3, 4, 5, true), makeTensor(3, 4, 5, false)])
    expect(after({ run: runOf(4, other) })).toEqual(['told']);
  // What goes wrong while painting keeps nobody from being told.
  const troubles: unknown[] = [];
  vi.stubGlobal('reportError', (trouble: unknown) => troubles.push(trouble));
  const undoWorse = followPatterns(() => {
    throw new RangeError('no memory');
  });
  const last = makeTensor(3, 4, 7, false);
  expect(after({ run: runOf(5, last) })).toEqual([last, 'told']);
  expect(troubles).toEqual([new RangeError('no memory')]);
  undoWorse();
  undo();
  expect(after({ run: runOf(5, makeTensor(3, 4, 6, false)) })).toEqual(['told']);
  unsubscribe();
});
