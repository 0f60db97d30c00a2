import { afterEach, beforeEach, vi } from 'vitest';
import { createModelClient } from '../door/client.ts';
import type { ModelSource, Pace, RunInput, Told } from '../protocol.ts';
import { FakeWorker } from './fakeWorker.ts';

export const source = (id: string): ModelSource => ({ from: 'files', id, name: id, files: [] });
export const text = (words: string): RunInput => ({ kind: 'text', text: words, pair: null });
export const ABLATION = { mode: 'zero', heads: [] } as const;

/** Longer than the grace of a worker that has had a model, shorter than any patience. */
export const GRACE_MS = 1600;

/** Longer than the grace of one that may be putting up its runtime. */
export const START_GRACE_MS = 6100;

/** Each test of the file turns its own clock. */
export function stopClocks(): void {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

/** A client over workers that are deaf until told otherwise, or hear, and what it has told. */
export function setUp(areDeaf = false) {
  const workers: FakeWorker[] = [];
  const told: Told[] = [];
  const client = createModelClient(
    () => {
      const worker = new FakeWorker();
      worker.isDeaf = areDeaf;
      workers.push(worker);
      return worker;
    },
    (reply) => told.push(reply),
  );
  const types = (): string[] =>
    told.map((reply) => ('error' in reply ? `${reply.type} ${reply.error.code}` : reply.type));
  /** A model that is there, and a first worker that hears. */
  async function loaded(firstPass: Pace | null = { ms: 10, nTokens: 11 }): Promise<number> {
    const loadId = client.load(source('a'), 'wasm');
    await vi.advanceTimersByTimeAsync(0);
    workers[0]!.reply({ type: 'loaded', loadId, firstPass });
    told.length = 0;
    return loadId;
  }
  return { client, workers, told, types, loaded };
}
