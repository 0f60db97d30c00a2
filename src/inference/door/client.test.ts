import { describe, expect, test } from 'vitest';
import { A, B, SOURCE, setUp } from '../testing/clientLines.ts';

describe('createModelClient', () => {
  test('no worker is made before the first load', () => {
    const { client, workers } = setUp();
    expect(workers).toHaveLength(0);
    const loadId = client.load(SOURCE, 'auto');
    expect(workers[0]?.asked).toEqual([{ type: 'load', loadId, source: SOURCE, backend: 'auto' }]);
  });

  test('the same worker serves later loads and runs, with growing ids', () => {
    const { client, workers } = setUp();
    const loads = [client.load(SOURCE, 'auto'), client.load(SOURCE, 'wasm')];
    const runs = [client.run(A), client.run(B)];
    expect(loads[1]).toBeGreaterThan(loads[0]!);
    expect(runs[1]).toBeGreaterThan(runs[0]!);
    expect(workers).toHaveLength(1);
    expect(workers[0]?.asked.at(-1)).toEqual({ type: 'run', runId: runs[1], input: B });
  });

  test('only the newest load and the newest run are heard', () => {
    const { client, workers, seen } = setUp();
    const old = client.load(SOURCE, 'auto');
    const now = client.load(SOURCE, 'auto');
    const first = client.run(A);
    const second = client.run(B);
    const worker = workers[0]!;
    worker.reply({ type: 'progress', loadId: old });
    worker.reply({ type: 'loaded', loadId: old });
    worker.reply({ type: 'loaded', loadId: now });
    worker.reply({ type: 'ran', runId: first });
    worker.reply({ type: 'run-failed', runId: first });
    worker.reply({ type: 'ran', runId: second });
    worker.reply({ type: 'labelled', runId: second });
    expect(seen).toEqual([`loaded ${now}`, `ran ${second}`, `labelled ${second}`]);
  });

  test('the cache is asked before any model is loaded, and its answer is heard whatever is loaded', () => {
    const { client, workers, seen } = setUp();
    client.listCached();
    const model = { id: 'm', host: 'https://hub.test', revision: 'main', weights: 'q8', files: [] };
    client.removeCached(model);
    expect(workers[0]?.asked).toEqual([{ type: 'list-cached' }, { type: 'remove-cached', model }]);
    client.load(SOURCE, 'auto');
    workers[0]?.reply({ type: 'cached' });
    expect(workers).toHaveLength(1);
    expect(seen).toEqual(['cached ']);
  });

  test('a run of the model before is not heard after a new load', () => {
    const { client, workers, seen } = setUp();
    client.load(SOURCE, 'auto');
    const runId = client.run(A);
    client.load(SOURCE, 'auto');
    workers[0]!.reply({ type: 'ran', runId });
    expect(seen).toEqual([]);
  });

  test('nothing of a load is heard after its end, but that its model starts again or is lost', () => {
    const { client, workers, seen } = setUp();
    const failing = client.load(SOURCE, 'auto');
    const error = { code: 'tokenizer-failed', detail: 'no' };
    workers[0]!.reply({ type: 'load-failed', loadId: failing, error });
    for (const type of ['progress', 'loaded', 'restarting'] as const) workers[0]!.reply({ type, loadId: failing });
    workers[0]!.reply({ type: 'load-failed', loadId: failing, error });
    expect(seen).toEqual([`load-failed ${failing} tokenizer-failed: no`]);
    seen.length = 0;
    const loadId = client.load(SOURCE, 'auto');
    workers[0]!.reply({ type: 'restarting', loadId });
    workers[0]!.reply({ type: 'loaded', loadId });
    workers[0]!.reply({ type: 'progress', loadId });
    workers[0]!.reply({ type: 'restarting', loadId });
    workers[0]!.reply({ type: 'progress', loadId });
    expect(seen).toEqual([`loaded ${loadId}`, `restarting ${loadId}`, `progress ${loadId}`]);
  });

  test('a model that cannot be looked for drops the load under way, in the worker too', () => {
    const { client, workers, seen } = setUp();
    const older = client.load(SOURCE, 'auto');
    const studyId = client.compare([A]);
    expect(client.abandon()).toBeGreaterThan(older);
    workers[0]!.reply({ type: 'progress', loadId: older });
    workers[0]!.reply({ type: 'loaded', loadId: older });
    workers[0]!.reply({ type: 'study-done', studyId });
    workers[0]!.crash('error', 'boom');
    expect(seen).toEqual([]);
    expect(workers[0]!.asked.map(({ type }) => type)).toEqual(['load', 'compare', 'cancel-study', 'stop']);
  });

  test('an ablation and a study are asked for by numbers that grow, and only the newest are heard', () => {
    const { client, workers, seen } = setUp();
    client.load(SOURCE, 'auto');
    const worker = workers[0]!;
    const ablation = { mode: 'zero', heads: [] } as const;
    const ablations = [client.ablate(ablation), client.ablate(ablation)] as const;
    const studies = [client.measure({ inputs: [A], variants: [ablation] }), client.compare(null)] as const;
    expect(worker.asked.slice(1)).toEqual([
      { type: 'ablate', ablateId: ablations[0], ablation },
      { type: 'ablate', ablateId: ablations[1], ablation },
      { type: 'measure', studyId: studies[0], plan: { inputs: [A], variants: [ablation] } },
      { type: 'compare', studyId: studies[1], inputs: null },
    ]);
    for (const ablateId of ablations) worker.reply({ type: 'ablated', ablateId });
    for (const studyId of studies) worker.reply({ type: 'compared', studyId });
    expect(seen).toEqual([`ablated ${ablations[1]}`, `compared ${studies[1]}`]);
  });

  test('a new run silences the ablation of the run before, but no study', () => {
    const { client, workers, seen } = setUp();
    client.load(SOURCE, 'auto');
    const ablateId = client.ablate({ mode: 'zero', heads: [] });
    const studyId = client.compare([A]);
    client.run(B);
    workers[0]!.reply({ type: 'effect', ablateId, isFinal: true });
    workers[0]!.reply({ type: 'study-done', studyId });
    expect(seen).toEqual([`study-done ${studyId}`]);
  });

  test('a new load silences both', () => {
    const { client, workers, seen } = setUp();
    client.load(SOURCE, 'auto');
    const ablateId = client.ablate({ mode: 'zero', heads: [] });
    const studyId = client.compare([A]);
    client.load(SOURCE, 'auto');
    workers[0]!.reply({ type: 'ablated', ablateId });
    workers[0]!.reply({ type: 'measured', studyId });
    expect(seen).toEqual([]);
  });

  test('a study is paused and ended by its number; once it is ended nothing is heard of it', () => {
    const { client, workers, seen } = setUp();
    client.load(SOURCE, 'auto');
    const studyId = client.compare([A]);
    client.pauseStudy(true);
    client.pauseStudy(false);
    client.cancelStudy();
    expect(workers[0]!.asked.slice(2)).toEqual([
      { type: 'pause-study', studyId, isPaused: true },
      { type: 'pause-study', studyId, isPaused: false },
      { type: 'cancel-study', studyId },
    ]);
    workers[0]!.reply({ type: 'compared', studyId });
    workers[0]!.crash('error', 'boom');
    expect(seen.filter((reply) => /study|compared/.test(reply))).toEqual([]);
  });

  test('nothing is heard after dispose', async () => {
    const { client, workers, seen } = setUp();
    const loadId = client.load(SOURCE, 'auto');
    client.dispose();
    expect(workers[0]!.terminated).toBe(true);
    workers[0]!.reply({ type: 'loaded', loadId });
    workers[0]!.crash('error', 'late');
    client.run(A);
    await Promise.resolve();
    expect(seen).toEqual([]);
  });
});
