import { describe, expect, test } from 'vitest';
import { A, SOURCE, setUp } from '../testing/clientLines.ts';

describe('a worker that is lost', () => {
  test.each(['error', 'messageerror'] as const)('%s of the worker fails what is pending, once', (type) => {
    const { client, workers, seen } = setUp();
    const loadId = client.load(SOURCE, 'auto');
    const runId = client.run(A);
    workers[0]!.crash(type, 'boom');
    workers[0]!.crash(type, 'again');
    expect(seen).toEqual([`load-failed ${loadId} worker-crashed: boom`, `run-failed ${runId} worker-crashed: boom`]);
    expect(workers[0]!.terminated).toBe(true);
  });

  test('a crash with nothing pending takes the model away at once, and the next load starts a new worker', async () => {
    const { client, workers, seen } = setUp();
    const loadId = client.load(SOURCE, 'auto');
    workers[0]!.reply({ type: 'loaded', loadId });
    workers[0]!.crash('error', 'boom');
    expect(seen).toEqual([`loaded ${loadId}`, `model-lost ${loadId} worker-crashed: boom`]);
    const runId = client.run(A);
    await Promise.resolve();
    expect(seen.at(-1)).toBe(`run-failed ${runId} worker-crashed: boom`);
    const next = client.load(SOURCE, 'auto');
    expect(workers).toHaveLength(2);
    workers[1]!.reply({ type: 'loaded', loadId: next });
    expect(seen.at(-1)).toBe(`loaded ${next}`);
  });

  test('a crash under a run takes the model away and fails the run; one under labels fails the labels', () => {
    for (const [isRun, failure] of [
      [false, 'run-failed'],
      [true, 'label-failed'],
    ] as const) {
      const { client, workers, seen } = setUp();
      const loadId = client.load(SOURCE, 'auto');
      workers[0]!.reply({ type: 'loaded', loadId });
      const runId = client.run(A);
      if (isRun) workers[0]!.reply({ type: 'ran', runId });
      seen.length = 0;
      workers[0]!.crash('error', 'boom');
      expect(seen).toEqual([`model-lost ${loadId} worker-crashed: boom`, `${failure} ${runId} worker-crashed: boom`]);
    }
  });

  test('a crash while a lost model starts again fails its load', () => {
    const { client, workers, seen } = setUp();
    const loadId = client.load(SOURCE, 'webgpu');
    workers[0]!.reply({ type: 'loaded', loadId });
    workers[0]!.reply({ type: 'restarting', loadId });
    workers[0]!.crash('error', 'boom');
    expect(seen.at(-1)).toBe(`load-failed ${loadId} worker-crashed: boom`);
  });

  test('a script that does not come is told as that, and so is asked for by a new worker', () => {
    const { client, workers, seen } = setUp();
    const unfetched = client.load(SOURCE, 'auto');
    workers[0]!.crash('error');
    expect(seen).toEqual([`load-failed ${unfetched} runtime-unfetched: the script of the worker did not come`]);
    const loadId = client.load(SOURCE, 'auto');
    workers[1]!.reply({ type: 'load-failed', loadId, error: { code: 'runtime-unfetched', detail: 'ort.wasm' } });
    expect(workers).toHaveLength(2);
    client.load(SOURCE, 'auto');
    expect(workers).toHaveLength(3);
    expect(workers[1]!.terminated).toBe(true);
  });

  test('a worker that was replaced is not heard any more', () => {
    const { client, workers, seen } = setUp();
    client.load(SOURCE, 'auto');
    workers[0]!.crash('error', 'boom');
    const next = client.load(SOURCE, 'auto');
    seen.length = 0;
    workers[0]!.reply({ type: 'loaded', loadId: next });
    workers[0]!.crash('error', 'late');
    expect(seen).toEqual([]);
  });

  test('after a lost graphics device the worker goes on, and the next load starts a new one', () => {
    const { client, workers } = setUp();
    const loadId = client.load(SOURCE, 'webgpu');
    workers[0]!.reply({ type: 'loaded', loadId, notices: [{ code: 'gpu-lost', detail: 'reset' }] });
    client.run(A);
    expect(workers).toHaveLength(1);
    client.load(SOURCE, 'webgpu');
    expect(workers).toHaveLength(2);
    expect(workers[0]!.terminated).toBe(true);
  });

  test('a crash fails the ablation and the study that are pending', () => {
    const { client, workers, seen } = setUp();
    const loadId = client.load(SOURCE, 'auto');
    workers[0]!.reply({ type: 'loaded', loadId });
    const ablateId = client.ablate({ mode: 'zero', heads: [] });
    const studyId = client.compare([A]);
    // Not the last word of an ablation.
    workers[0]!.reply({ type: 'effect', ablateId, isFinal: false });
    workers[0]!.crash('error', 'boom');
    expect(seen.slice(2)).toEqual([
      `model-lost ${loadId} worker-crashed: boom`,
      `ablate-failed ${ablateId} worker-crashed: boom`,
      `study-failed ${studyId} worker-crashed: boom`,
    ]);
  });

  test('a crash after both are answered fails neither', () => {
    const { client, workers, seen } = setUp();
    const loadId = client.load(SOURCE, 'auto');
    workers[0]!.reply({ type: 'loaded', loadId });
    workers[0]!.reply({ type: 'effect', ablateId: client.ablate({ mode: 'zero', heads: [] }), isFinal: true });
    workers[0]!.reply({ type: 'study-done', studyId: client.compare([A]) });
    workers[0]!.crash('error', 'boom');
    expect(seen.filter((reply) => reply.includes('boom'))).toEqual([`model-lost ${loadId} worker-crashed: boom`]);
  });

  test('an ablation asked of a worker that is gone fails once its number is known', async () => {
    const { client, workers, seen } = setUp();
    client.load(SOURCE, 'auto');
    workers[0]!.crash('error', 'boom');
    const ablateId = client.ablate({ mode: 'zero', heads: [] });
    await Promise.resolve();
    expect(seen.at(-1)).toBe(`ablate-failed ${ablateId} worker-crashed: boom`);
  });
});
