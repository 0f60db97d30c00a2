import { afterAll, describe, expect, test, vi } from 'vitest';
import { patternOf } from '../../core/tensor.ts';
import { PARTS, RUN_WITH_PARTS } from '../../core/recorded/testing/runWithParts.ts';
import { runJsonParts } from '../../core/runJson.ts';
import type { Fetch } from '../sources/fetch.ts';
import { hearEngine as setUp } from '../testing/hearEngine.ts';
import { pretendGpuRuntime } from '../testing/runtimes.ts';
import type { GpuFaults } from '../testing/runtimes.ts';
import { fileFetch, shippedSource } from '../testing/shippedModels.ts';

const refuse = (...words: unknown[]) => {
  throw new Error(`a test wrote to the console: ${words.join(' ')}`);
};
vi.spyOn(console, 'error').mockImplementation(refuse);
vi.spyOn(console, 'warn').mockImplementation(refuse);
afterAll(() => vi.restoreAllMocks());

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

const otherConfig: Fetch = async (url, init) =>
  url.endsWith('/config.json') ? new Response('{"model_type":"gpt2","n_layer":4,"n_head":12}') : fileFetch(url, init);

describe('a load', () => {
  test('of bookworm-gpt tells what the model is, with progress before it', async () => {
    const { engine, load, of } = setUp();
    load(3, 'bookworm-gpt');
    await engine.idle();
    expect(of('loaded')).toEqual([
      {
        type: 'loaded',
        loadId: 3,
        model: {
          id: 'bookworm-gpt',
          name: 'bookworm-gpt',
          type: 'gpt2',
          nLayers: 4,
          nHeads: 8,
          dModel: 128,
          isCausal: true,
          maxTokens: 256,
          precision: 'fp16 weights',
          takesPair: false,
          takes: 'text',
          endIds: [0],
        },
        ablation: expect.objectContaining({ limits: null, objective: 'next-token' }),
        card: expect.objectContaining({ architecture: 'GPT2LMHeadModel', dHead: 16, notShown: [] }),
        backend: { name: 'wasm', threads: 1, adapter: null, isSoftware: false },
        notices: [],
        firstPass: { ms: expect.any(Number), nTokens: 15 },
      },
    ]);
    const progress = of('progress');
    expect([...new Set(progress.map(({ stage }) => stage))]).toEqual(['files', 'graph', 'runtime', 'session']);
    const last = progress.findLast(({ stage }) => stage === 'files')!;
    expect(last.loadedBytes).toBe(last.totalBytes);
    expect(last.totalBytes).toBeGreaterThan(2_742_000);
  });

  test('of bookworm-bert finds that it is not causal, takes pairs and has 256 of its 257 positions to use', async () => {
    const { engine, load, of } = setUp();
    load(1, 'bookworm-bert');
    await engine.idle();
    expect(of('loaded')[0]?.model).toMatchObject({
      isCausal: false,
      maxTokens: 256,
      takesPair: true,
      nLayers: 4,
      nHeads: 8,
    });
  });

  test('whose config.json names other heads than the model has carries a notice', async () => {
    const { engine, load, of } = setUp({ fetch: otherConfig });
    load(1, 'bookworm-gpt');
    await engine.idle();
    expect(of('loaded')[0]?.notices).toEqual([
      {
        code: 'heads-differ-from-config',
        detail: 'config.json says 4 layers of 12 heads, the model gave 4 layers of 8',
      },
    ]);
  });

  test('that fails leaves the model before in use', async () => {
    const { engine, load, run, of } = setUp();
    load(1, 'bookworm-gpt');
    await engine.idle();
    engine.handle({
      type: 'load',
      loadId: 2,
      source: { ...shippedSource('bookworm-gpt'), graphs: [{ role: 'whole', path: 'no.onnx' }] },
      backend: 'wasm',
    });
    run(1, 'The boy ran.');
    await engine.idle();
    expect(of('load-failed')).toEqual([
      {
        type: 'load-failed',
        loadId: 2,
        error: { code: 'model-not-found', detail: 'https://models.test/bookworm-gpt/no.onnx: HTTP status 404' },
      },
    ]);
    expect(of('ran')).toHaveLength(1);
  });

  test('that fails says nothing more, and its other reads stop', async () => {
    let nReads = 0;
    class CountedBlob extends Blob {
      override slice(start?: number, end?: number): Blob {
        nReads += 1;
        return super.slice(start, end);
      }
    }
    const MEGABYTES = new Uint8Array(1 << 24);
    const files = [
      { path: 'model.onnx', blob: new CountedBlob(Array.from({ length: 8 }, () => MEGABYTES)) },
      { path: 'tokenizer.json', blob: new Blob(['{"model": ']) },
    ];
    const { engine, replies } = setUp();
    engine.handle({ type: 'load', loadId: 1, source: { from: 'files', id: 'm', name: 'm', files }, backend: 'wasm' });
    await engine.idle();
    const [nReplies, nBefore] = [replies.length, nReads];
    expect(replies.at(-1)).toMatchObject({ type: 'load-failed', loadId: 1, error: { code: 'bad-input' } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(replies).toHaveLength(nReplies);
    // At most the one that was under way, of the eight.
    expect(nReads - nBefore).toBeLessThanOrEqual(1);
    expect(nReads).toBeLessThan(8);
  });

  test('tells that it has begun, and a worker that hears says so at once', async () => {
    const { engine, load, signs } = setUp();
    load(1, 'bookworm-gpt');
    load(2, 'bookworm-gpt');
    engine.handle({ type: 'ping', pingId: 7 });
    expect(signs).toContainEqual({ type: 'pong', pingId: 7 });
    await engine.idle();
    expect(signs).toContainEqual({ type: 'begun', loadId: 2 });
  });

  test('that is superseded says nothing more, even in the middle of its download', async () => {
    const aborted: string[] = [];
    const fetch: Fetch = (url, init) =>
      url.includes('bookworm-bert')
        ? new Promise((_, reject) => {
            init.signal.addEventListener('abort', () => {
              aborted.push(url);
              reject(init.signal.reason);
            });
          })
        : fileFetch(url, init);
    const { engine, load, replies, of } = setUp({ fetch });
    load(1, 'bookworm-bert');
    await new Promise((resolve) => setImmediate(resolve));
    load(2, 'bookworm-gpt');
    await engine.idle();
    expect(aborted.length).toBeGreaterThan(0);
    expect(of('loaded').map(({ loadId }) => loadId)).toEqual([2]);
    expect(replies.filter((reply) => 'loadId' in reply && reply.loadId === 1)).toEqual([]);
  });
});

describe('the runtime', () => {
  /** What is asked for, in its order, while no file of a model comes. */
  function setUpHeld(options: Parameters<typeof setUp>[0] = {}) {
    const asked: string[] = [];
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const heard = setUp({
      ...options,
      beginRuntime: (backend) => asked.push(backend),
      async fetch(url, init) {
        asked.push(url.replace(/.*\//, ''));
        await held;
        return fileFetch(url, init);
      },
    });
    return { ...heard, asked, letGo };
  }

  test('comes beside the files of a model, which are all asked for at once', async () => {
    const { engine, load, asked, letGo, of } = setUpHeld();
    load(1, 'bookworm-gpt');
    await vi.waitFor(() => expect(asked).toHaveLength(5));
    expect(asked.toSorted()).toEqual(['config.json', 'model.onnx', 'tokenizer.json', 'tokenizer_config.json', 'wasm']);
    letGo();
    await engine.idle();
    expect(of('loaded')).toHaveLength(1);
    expect(asked).toHaveLength(5);
  });

  test('comes early only where it is sure which of its builds will run', async () => {
    const { runtime } = pretendGpuRuntime();
    const begun = async (backend: 'auto' | 'wasm', hasGpu: boolean, isHere = true) => {
      const { engine, load, loadZoo, asked, letGo } = setUpHeld(hasGpu ? { gpu: runtime } : {});
      if (isHere) load(1, 'bookworm-gpt', backend);
      else loadZoo(1, 'gpt2', backend);
      letGo();
      await engine.idle();
      return asked.filter((name) => !name.includes('.'));
    };
    expect(await begun('wasm', true)).toEqual(['wasm']);
    expect(await begun('auto', false, false)).toEqual(['wasm']);
    expect(await begun('auto', true)).toEqual(['webgpu']);
    // A graph that nobody has read may not suit WebGPU.
    expect(await begun('auto', true, false)).toEqual([]);
  });

  test('is not asked for by a recording', async () => {
    const { engine, asked, until } = setUpHeld();
    const files = [{ path: 'r.json', blob: new Blob(['{}']) }];
    const source = { from: 'recording', id: 'opened:r', name: 'r.json', files } as const;
    engine.handle({ type: 'load', loadId: 1, source, backend: 'wasm' });
    await until('load-failed');
    expect(asked).toEqual([]);
  });
});

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

describe('the cache', () => {
  test('is asked for models without a model being loaded', async () => {
    const { engine, until, of } = setUp();
    engine.handle({ type: 'list-cached' });
    await until('cached');
    const model = { id: 'm', host: 'https://hub.test', revision: 'main', weights: 'q8', files: [] };
    engine.handle({ type: 'remove-cached', model });
    await until('cached', 2);
    expect(of('cached').map(({ models }) => models)).toEqual([[], []]);
  });
});

describe('a recording', () => {
  const weights = [
    [1, 0],
    [0.25, 0.75],
  ];
  const json = JSON.stringify({ attention: [[weights, weights]], tokens: ['a', 'b'] });
  const source = {
    from: 'recording',
    id: 'r',
    name: 'R',
    files: [{ path: 'r.json', blob: new Blob([json]) }],
  } as const;

  test('takes the place of the model, and is run as it is, with labels', async () => {
    const { engine, load, run, of } = setUp();
    load(1, 'bookworm-gpt');
    engine.handle({ type: 'load', loadId: 2, source, backend: 'auto' });
    engine.handle({ type: 'run', runId: 3, input: { kind: 'nothing' } });
    await engine.idle();
    expect(of('load-failed')).toEqual([]);
    expect(of('loaded').at(-1)).toMatchObject({
      loadId: 2,
      backend: { name: 'recorded' },
      model: { takes: 'nothing' },
    });
    const [tensor] = of('ran')[0]!.run.attention;
    expect([tensor!.nLayers, tensor!.nHeads, [...tensor!.data]]).toEqual([1, 2, [1, 0, 0.25, 0.75, 1, 0, 0.25, 0.75]]);
    expect(of('labelled')[0]?.reports.map(({ layer, head }) => [layer, head])).toEqual([
      [0, 0],
      [0, 1],
    ]);
    run(4, 'Hello');
    await engine.idle();
    expect(of('run-failed')[0]?.error.code).toBe('bad-input');
  });

  test('brings what its file holds beside the run, each time it is asked for; a broken part is a notice', async () => {
    const { engine, of } = setUp({ isThreaded: true });
    const parts = [...runJsonParts(RUN_WITH_PARTS, [], PARTS)];
    const open = (loadId: number, text: string): void => {
      const files = [{ path: 'run.json', blob: new Blob([text]) }];
      engine.handle({ type: 'load', loadId, source: { ...source, files }, backend: 'auto' });
    };
    open(1, parts.join(''));
    for (const runId of [2, 3]) {
      engine.handle({ type: 'run', runId, input: { kind: 'nothing' } });
      await engine.idle();
    }
    expect(of('loaded')[0]).toMatchObject({ ablation: null, notices: [] });
    expect(of('ran').map(({ extras }) => extras)).toEqual([PARTS, PARTS]);
    expect(of('ran').map(({ run }) => run.logits)).toEqual([RUN_WITH_PARTS.logits, RUN_WITH_PARTS.logits]);
    open(4, JSON.stringify({ ...JSON.parse(parts.join('')), alike: 'very' }));
    engine.handle({ type: 'run', runId: 5, input: { kind: 'nothing' } });
    await engine.idle();
    expect(of('loaded')[1]?.notices).toEqual([
      { code: 'recording-warning', detail: 'How alike heads are is left out: alike is “very”, no list.' },
    ]);
    expect(of('ran')[2]?.extras).toEqual({ ...PARTS, alike: [] });
  });

  test('that cannot be handed over fails its run: the page does not wait for ever', async () => {
    const { engine, of } = setUp({ unpostable: 'ran' });
    engine.handle({ type: 'load', loadId: 1, source, backend: 'auto' });
    engine.handle({ type: 'run', runId: 2, input: { kind: 'nothing' } });
    await engine.idle();
    expect(of('run-failed')).toEqual([
      { type: 'run-failed', runId: 2, error: { code: 'run-failed', detail: expect.stringContaining('no memory') } },
    ]);
    expect(of('labelled')).toEqual([]);
  });

  test('that cannot be read leaves the model before in use', async () => {
    const { engine, load, run, of } = setUp();
    load(1, 'bookworm-gpt');
    await engine.idle();
    const files = [{ path: 'r.npy', blob: new Blob(['no array']) }];
    engine.handle({ type: 'load', loadId: 2, source: { ...source, files }, backend: 'auto' });
    run(3, 'The boy ran.');
    await engine.idle();
    expect(of('load-failed')[0]?.error.code).toBe('bad-recording');
    expect(of('ran')).toHaveLength(1);
  });
});
