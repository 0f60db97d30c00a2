import { describe, expect, test, vi } from 'vitest';
import type { Fetch } from '../sources/fetch.ts';
import { hearEngine as setUp } from '../testing/hearEngine.ts';
import { pretendGpuRuntime } from '../testing/runtimes.ts';
import { fileFetch, shippedSource } from '../testing/shippedModels.ts';
import { refuseConsole } from '../testing/quietConsole.ts';

refuseConsole();

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
