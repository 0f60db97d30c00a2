import { describe, expect, test } from 'vitest';
import type { Fetch } from '../sources/fetch.ts';
import { hearEngine as setUp } from '../testing/hearEngine.ts';
import { pretendGpuRuntime } from '../testing/runtimes.ts';
import type { GpuFaults } from '../testing/runtimes.ts';
import { fileFetch, shippedSource } from '../testing/shippedModels.ts';
import { refuseConsole } from '../testing/quietConsole.ts';

refuseConsole();

const zeros: GpuFaults['run'] = async (outputs) => {
  for (const { data } of Object.values(outputs)) if (data instanceof Float32Array) data.fill(0);
  return outputs;
};

/** Moves weight from one key to another, so that rows still sum to 1. */
const crooked: GpuFaults['run'] = async (outputs) => {
  for (const { data, dims } of Object.values(outputs)) {
    if (!(data instanceof Float32Array) || dims.length !== 4) continue;
    const last = data.length - 1;
    data[last] = data[last]! + data[last - 1]! / 2;
    data[last - 1] = data[last - 1]! / 2;
  }
  return outputs;
};

describe('WebGPU', () => {
  test('is compared with WASM on the first load of a model only', async () => {
    const { runtime, log } = pretendGpuRuntime();
    const { engine, load, of } = setUp({ gpu: runtime });
    load(1, 'bookworm-gpt', 'auto');
    await engine.idle();
    expect(of('loaded')[0]?.backend).toEqual({
      name: 'webgpu',
      threads: 1,
      adapter: 'Pretended GPU',
      isSoftware: false,
    });
    expect(of('loaded')[0]?.notices).toEqual([{ code: 'self-test-passed', maxDifference: 0 }]);
    expect(log).toEqual(['create webgpu', 'run webgpu', 'create wasm', 'run wasm', 'release wasm']);
    log.length = 0;
    load(2, 'bookworm-gpt', 'webgpu');
    await engine.idle();
    expect(of('loaded')[1]?.notices).toEqual([]);
    expect(log).toEqual(['release webgpu', 'create webgpu', 'run webgpu']);
    // Other weights of the same model may come to something else.
    const source = { ...shippedSource('bookworm-gpt'), precision: 'fp32' };
    engine.handle({ type: 'load', loadId: 3, source, backend: 'webgpu' });
    await engine.idle();
    expect(of('loaded')[2]?.notices).toEqual([{ code: 'self-test-passed', maxDifference: 0 }]);
  });

  test('that computes something else is told with the largest difference', async () => {
    const { engine, load, of } = setUp({ gpu: pretendGpuRuntime({ run: crooked }).runtime });
    load(1, 'bookworm-gpt', 'webgpu');
    await engine.idle();
    const [notice] = of('loaded')[0]!.notices;
    expect(notice?.code).toBe('self-test-differs');
    expect(notice).toHaveProperty('maxDifference', expect.closeTo(0.1, 0));
  });

  test.each<[string, GpuFaults, RegExp]>([
    ['cannot make a session', { create: new Error('shader does not compile') }, /shader does not compile/],
    ['gives zeros', { run: zeros }, /bad-attention: L0H0, query 0: the row sums to 0/],
    ['fails to run', { run: () => Promise.reject(new Error('mapAsync failed')) }, /mapAsync failed/],
  ])('that %s gives way to WASM with a notice', async (_, faults, detail) => {
    const { engine, load, run, of } = setUp({ gpu: pretendGpuRuntime(faults).runtime });
    load(1, 'bookworm-gpt', 'auto');
    run(1, 'The boy ran.');
    await engine.idle();
    expect(of('loaded')[0]?.backend.name).toBe('wasm');
    expect(of('loaded')[0]?.notices).toEqual([{ code: 'webgpu-failed', detail: expect.stringMatching(detail) }]);
    expect(of('ran')).toHaveLength(1);
  });

  test('asked for without an adapter gives way to WASM with a notice', async () => {
    const { engine, load, of } = setUp();
    load(1, 'bookworm-gpt', 'webgpu');
    await engine.idle();
    expect(of('loaded')[0]?.notices).toEqual([{ code: 'webgpu-unavailable', detail: 'this browser has no WebGPU' }]);
  });

  test('that is lost at rest is replaced by WASM, and the last run comes again', async () => {
    const { runtime, lose, log } = pretendGpuRuntime();
    const { engine, load, run, until, of } = setUp({ gpu: runtime });
    load(1, 'bookworm-gpt', 'webgpu');
    run(9, 'The boy ran.');
    await until('labelled');
    lose('driver reset');
    await until('labelled', 2);
    await engine.idle();
    expect(of('loaded').map(({ loadId, backend }) => [loadId, backend.name])).toEqual([
      [1, 'webgpu'],
      [1, 'wasm'],
    ]);
    expect(of('loaded')[1]?.notices).toEqual([{ code: 'gpu-lost', detail: 'driver reset' }]);
    expect(of('ran').map(({ runId, run: { backend } }) => [runId, backend.name])).toEqual([
      [9, 'webgpu'],
      [9, 'wasm'],
    ]);
    expect(log).not.toContain('release webgpu');
  });

  test('that is lost is told at once, before anything else starts', async () => {
    const { runtime, lose } = pretendGpuRuntime();
    const { engine, load, run, until, replies } = setUp({ gpu: runtime });
    load(4, 'bookworm-gpt', 'webgpu');
    run(9, 'The boy ran.');
    await until('labelled');
    await engine.idle();
    const nBefore = replies.length;
    lose('driver reset');
    await until('restarting');
    expect(replies.slice(nBefore)).toEqual([{ type: 'restarting', loadId: 4 }]);
    await until('labelled', 2);
    const types = replies.slice(nBefore).map((reply) => (reply.type === 'progress' ? reply.stage : reply.type));
    expect(types).toEqual(['restarting', 'runtime', 'session', 'loaded', 'ran', 'labelled']);
  });

  test.each<[string, (lose: (message: string) => void) => GpuFaults['run']]>([
    [
      'hangs',
      (lose) => () => {
        lose('gone');
        return new Promise(() => {});
      },
    ],
    [
      'gives zeros',
      (lose) => (outputs) => {
        setTimeout(() => lose('gone'), 10);
        return zeros(outputs);
      },
    ],
    [
      'fails',
      (lose) => () => {
        setTimeout(() => lose('gone'), 10);
        return Promise.reject(new Error('mapAsync failed'));
      },
    ],
  ])('that is lost under a run which %s: the run is repeated on WASM and no failure is told', async (_, fault) => {
    let faulty: GpuFaults['run'] | null = null;
    const gpu = pretendGpuRuntime({ run: (outputs) => (faulty ?? (async (same) => same))(outputs) });
    const { engine, load, run, until, of } = setUp({ gpu: gpu.runtime });
    load(1, 'bookworm-gpt', 'webgpu');
    await engine.idle();
    faulty = fault(gpu.lose);
    run(5, 'The boy ran.');
    await until('labelled');
    expect(of('run-failed')).toEqual([]);
    expect(of('ran').map(({ runId, run: { backend } }) => [runId, backend.name])).toEqual([[5, 'wasm']]);
    expect(of('loaded').at(-1)?.notices).toEqual([{ code: 'gpu-lost', detail: 'gone' }]);
  });

  test('that is lost with a large model: its files are read again', async () => {
    const { runtime, lose } = pretendGpuRuntime();
    const read: string[] = [];
    const fetch: Fetch = (url, init) => {
      read.push(url);
      return fileFetch(url, init);
    };
    const { engine, load, run, until, of } = setUp({ gpu: runtime, fetch, maxKeptBytes: 1000 });
    load(1, 'bookworm-gpt', 'webgpu');
    run(9, 'The boy ran.');
    await until('labelled');
    const nFirst = read.length;
    lose('driver reset');
    await until('labelled', 2);
    await engine.idle();
    expect(read.length).toBe(2 * nFirst);
    expect(of('loaded').map(({ backend }) => backend.name)).toEqual(['webgpu', 'wasm']);
    expect(of('progress').findLast(({ stage }) => stage === 'files')?.loadedBytes).toBeGreaterThan(2_742_000);
    expect(of('progress').at(-1)?.stage).toBe('session');
  });

  test.each([
    ['int8-dynamic', [], 'wasm', ['8-bit integers']],
    ['fp16', [], 'wasm', ['shader-f16']],
    ['fp16', ['shader-f16'], 'webgpu', []],
    ['bert-eager', [], 'webgpu', []],
  ] as const)('with %s on an adapter with %j: %s', async (name, features, backend, words) => {
    const { engine, loadZoo, of } = setUp({ gpu: pretendGpuRuntime().runtime, features });
    loadZoo(1, name, 'webgpu');
    await engine.idle();
    const [loaded] = of('loaded');
    expect(loaded?.backend.name).toBe(backend);
    const unsuited = loaded!.notices.filter((notice) => notice.code === 'webgpu-unsuited');
    expect(unsuited.map(({ detail }) => words.find((word) => detail.includes(word)))).toEqual(words);
  });

  test('whose device goes away because the model was replaced is no loss', async () => {
    const { runtime, lose } = pretendGpuRuntime();
    const { engine, load, of } = setUp({ gpu: runtime });
    load(1, 'bookworm-gpt', 'webgpu');
    await engine.idle();
    load(2, 'bookworm-gpt', 'wasm');
    await engine.idle();
    lose('destroyed');
    await new Promise((resolve) => setImmediate(resolve));
    await engine.idle();
    expect(of('loaded').map(({ loadId, notices }) => [loadId, notices.length])).toEqual([
      [1, 1],
      [2, 0],
    ]);
  });

  test('that is lost while another model is being loaded does not get in its way', async () => {
    const { runtime, lose } = pretendGpuRuntime();
    const { engine, load, of } = setUp({
      gpu: runtime,
      fetch: (url, init) => {
        if (url.includes('bert')) lose('gone');
        return fileFetch(url, init);
      },
    });
    load(1, 'bookworm-gpt', 'webgpu');
    await engine.idle();
    const nStages = of('progress').length;
    load(2, 'bookworm-bert', 'wasm');
    await engine.idle();
    expect(
      new Set(
        of('progress')
          .slice(nStages)
          .map(({ loadId }) => loadId),
      ),
    ).toEqual(new Set([2]));
    expect(of('loaded').map(({ loadId, model }) => [loadId, model.id])).toEqual([
      [1, 'bookworm-gpt'],
      [2, 'bookworm-bert'],
    ]);
  });
});
