import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, vi } from 'vitest';
import { Hub } from '../../../scripts/hub/hubServer.ts';
import type { HubFiles } from '../../../scripts/hub/hubServer.ts';
import { AppError } from '../../core/errors.ts';
import { memoryCaches } from '../cache/testing/memoryCaches.ts';
import type { BackendWish, HubSource } from '../protocol.ts';
import type { Fetch } from '../sources/fetch.ts';
import type { ModelFiles } from '../sources/modelFiles.ts';
import { createModelStore } from '../sources/store.ts';

export const ID = 'headlight/bookworm-gpt';
export const ONNX = 'onnx/model.onnx';
export const NEVER = new AbortController().signal;

/** The hub of the test that runs, where the file has asked for one. */
export let hub: Hub;
/** What that test has warned of on the console. */
export const warnings: unknown[][] = [];

/** Each test of the file has a hub of its own, closed after it. */
export function openHubs(): void {
  beforeEach(async () => {
    hub = await Hub.open();
    warnings.length = 0;
    vi.spyOn(console, 'warn').mockImplementation((...words) => void warnings.push(words));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await hub.close();
  });
}

type SetUp = {
  readonly caches?: ReturnType<typeof memoryCaches>;
  /** Whether the browser has no Cache API. */
  readonly isAlone?: boolean;
  readonly onPause?: () => unknown;
};

/** A store over the hub, with pauses that take no time. */
export function setUp({ caches = memoryCaches(), isAlone = false, onPause = () => {} }: SetUp = {}) {
  const pauses: number[] = [];
  const online = { is: true };
  const host = hub.url;
  const plainFetch: Fetch = async (url, init) => {
    if (!online.is) throw new TypeError('Failed to fetch');
    return fetch(url, init);
  };
  const store = createModelStore({
    fetch: plainFetch,
    caches: isAlone ? undefined : caches.caches,
    pause: async (ms) => {
      pauses.push(ms);
      onPause();
    },
  });
  const source = (more: Partial<HubSource> = {}): HubSource => ({
    from: 'hub',
    id: ID,
    revision: 'main',
    host,
    weights: 'auto',
    ...more,
  });
  const progress: [number, number][] = [];
  const read = (more: Partial<HubSource> = {}, backend: BackendWish = 'wasm', signal = NEVER) =>
    store.read(source(more), backend, signal, (...bytes) => progress.push(bytes));
  return { store, read, caches, pauses, progress, online, host };
}

export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return error instanceof AppError ? error.code : `not an AppError: ${String(error)}`;
  }
  return 'no error';
}

export function sha256(bytes: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(bytes ?? '')
    .digest('hex');
}

export function onnxOf(files: ModelFiles): Uint8Array {
  return files.graphs[0]!.onnx;
}

/** A repository of made-up files: each holds its own path, so that a mix-up shows. */
export function named(...paths: string[]): HubFiles {
  return new Map(
    paths.map((path) => [path, Buffer.from(path.endsWith('.json') ? `{"path":"${path}"}` : `\x08\x08${path}`)]),
  );
}

/** A model with one file of random bytes, large enough to come in several pieces. */
export function large(bytes = 300_000): { files: HubFiles; onnx: Buffer } {
  const onnx = Buffer.concat([Buffer.from([0x7a]), randomBytes(bytes - 1)]);
  return { files: new Map([...named('config.json', 'tokenizer.json'), [ONNX, onnx]]), onnx };
}
