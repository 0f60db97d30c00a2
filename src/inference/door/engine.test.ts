import { describe, expect, test } from 'vitest';
import { patternOf } from '../../core/tensor.ts';
import type { Fetch } from '../sources/fetch.ts';
import { hearEngine as setUp } from '../testing/hearEngine.ts';
import { fileFetch } from '../testing/shippedModels.ts';
import { refuseConsole } from '../testing/quietConsole.ts';

refuseConsole();

describe('a run', () => {
  test('gives tokens, checked attention and logits, then labels', async () => {
    const { engine, load, run, replies, transferred, of } = setUp();
    load(1, 'bookworm-gpt');
    run(7, 'The boy sprinted to the bank because he needed cash quickly.');
    await engine.idle();
    expect(replies.map(({ type }) => type).filter((type) => type !== 'progress')).toEqual([
      'loaded',
      'ran',
      'labelled',
    ]);
    const reply = of('ran')[0]!;
    const { tokens, attention, logits, rowSumError, cut, text, pair } = reply.run;
    const n = tokens.length;
    expect(reply.runId).toBe(7);
    expect([text, pair, cut]).toEqual(['The boy sprinted to the bank because he needed cash quickly.', null, null]);
    expect(
      tokens
        .slice(1)
        .map((token) => token.text)
        .join(''),
    ).toBe(text);
    expect(attention.map((t) => [t.kind, t.nLayers, t.nHeads, t.nQueries, t.nKeys])).toEqual([['decoder', 4, 8, n, n]]);
    expect(rowSumError).toBeLessThan(1e-5);
    expect([logits?.nTokens, logits?.nVocab, logits?.data.length]).toEqual([n, 4096, n * 4096]);
    expect(transferred.get(reply)).toEqual([attention[0]!.data.buffer, logits!.data.buffer]);
  });

  test('is labelled as the trained heads are known to be: L0H6 looks at the previous token', async () => {
    const { engine, load, run, of } = setUp();
    load(1, 'bookworm-gpt');
    run(1, 'The boy sprinted to the bank because he needed cash quickly, and the girl followed him.');
    await engine.idle();
    const { reports } = of('labelled')[0]!;
    expect(reports.map(({ layer, head }) => [layer, head])).toEqual(
      Array.from({ length: 32 }, (_, i) => [Math.floor(i / 8), i % 8]),
    );
    expect(reports.find(({ layer, head }) => layer === 0 && head === 6)?.strongest).toBe('previous');
    const tensor = of('ran')[0]!.run.attention[0]!;
    const pattern = patternOf(tensor, { layer: 0, head: 6 });
    expect(pattern[5 * tensor.nKeys + 4]).toBeGreaterThan(0.8);
  });

  test('of a text too long for the model is cut, and says so', async () => {
    const { engine, load, run, of } = setUp();
    load(1, 'bookworm-bert');
    run(1, 'The boy ran to the river. '.repeat(80));
    await engine.idle();
    const { run: cutRun } = of('ran')[0]!;
    expect(cutRun.tokens).toHaveLength(256);
    expect(cutRun.cut?.nTokensWanted).toBeGreaterThan(256);
    expect(cutRun.attention[0]?.nKeys).toBe(256);
  });

  test('of two texts holds both segments', async () => {
    const { engine, load, run, of } = setUp();
    load(1, 'bookworm-bert');
    run(1, 'The boy ran.', 'He was late.');
    await engine.idle();
    expect(new Set(of('ran')[0]?.run.tokens.map(({ segment }) => segment))).toEqual(new Set([0, 1]));
  });

  test('replaces the one that waits, and the one under way is not told', async () => {
    const { engine, load, run, of } = setUp();
    load(1, 'bookworm-gpt');
    await engine.idle();
    for (let runId = 1; runId <= 5; runId++) run(runId, `Number ${runId} of the boys.`);
    await engine.idle();
    expect(of('ran').map(({ runId }) => runId)).toEqual([5]);
    expect(of('labelled').map(({ runId }) => runId)).toEqual([5]);
  });

  test('that comes while labels are made stops them', async () => {
    const { engine, load, run, until, of } = setUp();
    load(1, 'bookworm-gpt');
    run(1, 'The boy ran to the river. '.repeat(30));
    await until('ran');
    run(2, 'The girl ran.');
    await engine.idle();
    expect(of('ran').map(({ runId }) => runId)).toEqual([1, 2]);
    expect(of('labelled').map(({ runId }) => runId)).toEqual([2]);
  });

  test('of another kind than the model takes is refused, and the model stays', async () => {
    const { engine, load, run, of } = setUp();
    load(1, 'bookworm-gpt');
    engine.handle({ type: 'run', runId: 1, input: { kind: 'ids', ids: [1, 2] } });
    await engine.idle();
    expect(of('run-failed')[0]?.error).toEqual({ code: 'bad-input', detail: 'the model takes text, not ids' });
    run(2, 'The boy ran.');
    await engine.idle();
    expect(of('ran')).toHaveLength(1);
  });

  test('of ids on a file without a tokenizer is labelled too, each head with its stack', async () => {
    const { engine, loadZoo, of } = setUp();
    loadZoo(1, 'bart-3d', 'wasm');
    engine.handle({ type: 'run', runId: 1, input: { kind: 'ids', ids: [16, 14, 11, 14, 26, 14, 9, 3] } });
    await engine.idle();
    expect(of('loaded')[0]?.model.takes).toBe('ids');
    const { reports } = of('labelled')[0]!;
    expect(reports.map(({ kind, layer, head }) => `${kind} ${layer} ${head}`)).toEqual([
      ...[0, 1].flatMap((layer) => [0, 1, 2].map((head) => `encoder ${layer} ${head}`)),
      ...['decoder', 'cross'].flatMap((kind) =>
        [0, 1].flatMap((layer) => [0, 1].map((head) => `${kind} ${layer} ${head}`)),
      ),
    ]);
  });

  test('without a model fails', async () => {
    const { engine, run, of } = setUp();
    run(4, 'Hello');
    await engine.idle();
    expect(of('run-failed')).toEqual([
      { type: 'run-failed', runId: 4, error: { code: 'run-failed', detail: 'no model is loaded' } },
    ]);
  });
});

describe('a stop', () => {
  const stop = (stopId: number) => ({ type: 'stop', stopId }) as const;

  test('ends a load in the middle of its download, and the next one is as good as the first', async () => {
    let isHeld = true;
    const fetch: Fetch = (url, init) =>
      isHeld
        ? new Promise((_, reject) => {
            init.signal.addEventListener('abort', () => reject(init.signal.reason));
          })
        : fileFetch(url, init);
    const { engine, load, of, replies, signs } = setUp({ fetch });
    load(1, 'bookworm-gpt');
    await new Promise((resolve) => setImmediate(resolve));
    engine.handle(stop(4));
    await engine.idle();
    expect(replies).toEqual([]);
    expect(signs.at(-1)).toEqual({ type: 'stopped', stopId: 4 });
    isHeld = false;
    load(2, 'bookworm-gpt');
    await engine.idle();
    expect(of('loaded').map(({ loadId }) => loadId)).toEqual([2]);
  });

  test('ends a run, its labels and an ablation; the model stays, and so does a study', async () => {
    const { engine, load, run, until, of, signs } = setUp();
    load(1, 'bookworm-gpt');
    run(1, 'The boy ran to the river. '.repeat(30));
    await until('ran');
    engine.handle({ type: 'ablate', ablateId: 1, ablation: { mode: 'zero', heads: [] } });
    engine.handle({ type: 'compare', studyId: 1, inputs: null });
    engine.handle(stop(1));
    run(2, 'The girl ran.');
    engine.handle(stop(2));
    await engine.idle();
    expect([of('labelled'), of('ablated'), of('ran').map(({ runId }) => runId)]).toEqual([[], [], [1]]);
    expect(of('study-done')).toHaveLength(1);
    // The first was replaced by the run before its turn came.
    expect(signs.filter(({ type }) => type === 'stopped')).toEqual([{ type: 'stopped', stopId: 2 }]);
    run(3, 'The girl ran.');
    await engine.idle();
    expect(of('labelled').map(({ runId }) => runId)).toEqual([3]);
  });
});
