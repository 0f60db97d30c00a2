import { describe, expect, test } from 'vitest';
import { insideOf, int64, openedGraph, openGraph } from '../testing/openedGraphs.ts';
import { stacksIn } from '../testing/families.ts';
import { hearEngine } from '../testing/hearEngine.ts';
import { ROWS, LISTED } from '../testing/openedGraphRows.ts';
import { flat } from '../testing/openedTruths.ts';

const HERE = ROWS.filter(({ file }) => openedGraph(file) !== null);
const ABSENT = ROWS.filter(({ file }) => openedGraph(file) === null);

describe('a graph that people open', () => {
  test.skipIf(ABSENT.length > 0)('all public ones are there (skipped without ../shared/fixtures/opened/graphs)', () => {
    expect(HERE).toHaveLength(ROWS.length);
  });

  test.each(HERE.filter(({ file }) => LISTED.has(file)))('$file: as the list of families says', async (row) => {
    const { takes, shown } = LISTED.get(row.file)!;
    const opened = await openGraph(openedGraph(row.file)!, [row.input]);
    const run = 'refused' in opened ? opened.refused : opened.runs[0];
    const stacks = run && 'attention' in run ? stacksIn(run.attention) : run;
    expect([row.takes, stacks]).toEqual([takes, shown]);
  });

  test.each(HERE)('$file: $right', async (row) => {
    const file = openedGraph(row.file)!;
    const opened = await openGraph(file, [row.input]);
    expect('refused' in opened ? opened.refused : null).toBeNull();
    if ('refused' in opened) return;
    const { loaded, runs } = opened;
    const [run] = runs;
    expect(loaded.model.takes).toBe(row.takes);
    const typed = row.takes === 'ids' ? ['ids-typed'] : [];
    expect(loaded.notices.map(({ code }) => code)).toEqual([...typed, ...(row.notices ?? [])]);
    expect(run).not.toHaveProperty('code');
    if (run === undefined || 'code' in run) return;
    const found = run.attention.map((t) => [t.kind, t.nLayers, t.nHeads, t.nQueries, t.nKeys]);
    expect(found).toEqual(row.stacks);
    const listed = LISTED.get(row.file);
    const truth = await row.truth(file, run);
    const weights = flat(run.attention.map(({ data }) => data));
    expect(weights.length).toBe(truth.length);
    const worst = truth.reduce((most, value, i) => Math.max(most, Math.abs(value - (weights[i] ?? NaN))), 0);
    expect(worst).toBeLessThan(listed?.tolerance ?? row.tolerance ?? 2e-6);
    expect(loaded.ablation?.modes.includes('zero')).toBe(row.canSwitchOff);
  });
});

/** A product of matrices whose inner axis has `n` places. */
function times(left: readonly number[], right: readonly number[], n: number): readonly number[] {
  const nColumns = right.length / n;
  return Array.from({ length: (left.length / n) * nColumns }, (_, at) => {
    const [row, column] = [Math.floor(at / nColumns), at % nColumns];
    let sum = 0;
    for (let i = 0; i < n; i++) sum += left[row * n + i]! * right[i * nColumns + column]!;
    return sum;
  });
}

test.each([
  [0, 'zero'],
  [1, 'zero'],
  [2, 'zero'],
  [1, 'flat'],
] as const)('head %i of a layer whose heads are written one by one is switched off alone: %s', async (head, mode) => {
  const file = openedGraph('own-one-module-per-head.onnx')!;
  const { engine, of } = hearEngine();
  const files = [
    { path: 'model.onnx', blob: new Blob([new Uint8Array(file)]) },
    { path: 'config.json', blob: new Blob(['{"vocab_size": 20}']) },
  ];
  const ids = [3, 1, 4, 1, 5];
  engine.handle({ type: 'load', loadId: 1, source: { from: 'files', id: 'x', name: 'x', files }, backend: 'wasm' });
  engine.handle({ type: 'run', runId: 1, input: { kind: 'ids', ids } });
  const heads = [{ kind: null, layer: 1, head, keep: 0 }];
  engine.handle({ type: 'ablate', ablateId: 1, ablation: { mode, heads } });
  await engine.idle();
  const inside = await insideOf(file, ['x1', 'c1', 'Wo1', 'Wout', `v1_${head}`], { input_ids: int64(ids, [1, 5]) });
  const [before, contexts, toStream, toLogits, values] = inside.map((data) => Array.from(data));
  // Even weights over the keys up to the query give the mean of their values.
  const meanUpTo = (row: number, channel: number): number => {
    let sum = 0;
    for (let key = 0; key <= row; key++) sum += values![4 * key + channel]!;
    return sum / (row + 1);
  };
  const kept = contexts!.map((value, i) => {
    if (Math.floor((i % 12) / 4) !== head) return value;
    return mode === 'zero' ? 0 : meanUpTo(Math.floor(i / 12), i % 4);
  });
  const stream = times(kept, toStream!, 12).map((value, i) => value + before![i]!);
  const truth = times(stream, toLogits!, 12);
  const logits = of('ablated')[0]!.run.logits!.data;
  expect(logits.length).toBe(truth.length);
  expect(truth.reduce((most, value, i) => Math.max(most, Math.abs(value - logits[i]!)), 0)).toBeLessThan(1e-5);
});
