import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as ort from 'onnxruntime-web';
import type { ModelRun } from '../../core/run.ts';
import type { Reply, RunInput } from '../protocol.ts';
import { bytesField, concat } from '../surgery/protobuf.ts';
import { toFloat32 } from '../runtime/floats.ts';
import { hearEngine } from './hearEngine.ts';
import type { HearOptions } from './hearEngine.ts';

const OURS = new URL('../../../e2e/fixtures/opened/graphs/', import.meta.url);
const PUBLIC = new URL('../../../../shared/fixtures/opened/graphs/', import.meta.url);

/** A graph that people open: one of ours, or a public one from beside the checkout; null where that is not there. */
export function openedGraph(file: string): Uint8Array | null {
  for (const folder of [OURS, PUBLIC]) {
    const path = fileURLToPath(new URL(file, folder));
    if (existsSync(path)) return new Uint8Array(readFileSync(path));
  }
  return null;
}

export type Loaded = Extract<Reply, { type: 'loaded' }>;

/** What the engine makes of a file: the model and what each input comes to, or why it is refused. */
export type Opened =
  | { readonly loaded: Loaded; readonly runs: readonly (ModelRun | Extract<Reply, { type: 'run-failed' }>['error'])[] }
  | { readonly refused: Extract<Reply, { type: 'load-failed' }>['error'] };

/** Opens a file as the page does, and runs each of the inputs on it. */
export async function openGraph(
  bytes: Uint8Array,
  inputs: readonly RunInput[],
  { uses, ...options }: HearOptions & { readonly uses?: string } = {},
): Promise<Opened> {
  const { engine, of } = hearEngine(options);
  const files = [{ path: 'model.onnx', blob: new Blob([new Uint8Array(bytes)]) }];
  engine.handle({
    type: 'load',
    loadId: 1,
    source: { from: 'files', id: 'opened', name: 'Opened', files, ...(uses !== undefined && { inputs: uses }) },
    backend: 'wasm',
  });
  await engine.idle();
  const [failed] = of('load-failed');
  if (failed) return { refused: failed.error };
  const runs: (ModelRun | Extract<Reply, { type: 'run-failed' }>['error'])[] = [];
  for (const [at, input] of inputs.entries()) {
    engine.handle({ type: 'run', runId: at + 1, input });
    await engine.idle();
    const done = of('ran').find(({ runId }) => runId === at + 1)?.run;
    runs.push(done ?? of('run-failed').find(({ runId }) => runId === at + 1)!.error);
  }
  return { loaded: of('loaded')[0]!, runs };
}

/**
 * Tensors inside a file as the runtime computes them, with nothing else done to the file than that their names are
 * appended to its outputs.
 */
export async function insideOf(
  file: Uint8Array,
  names: readonly string[],
  feeds: Readonly<Record<string, ort.Tensor>>,
): Promise<readonly Float32Array[]> {
  // ModelProto.graph = 7, GraphProto.output = 12, ValueInfoProto.name = 1.
  const outputs = names.map((name) => bytesField(12, bytesField(1, name)));
  const session = await ort.InferenceSession.create(concat([file, bytesField(7, concat(outputs))]), {
    logSeverityLevel: 4,
  });
  const found = await session.run({ ...feeds });
  await session.release();
  return names.map((name) => toFloat32({ type: found[name]!.type, data: found[name]!.data }));
}

/** Integers as a tensor for `insideOf`. */
export function int64(values: readonly number[], dims: readonly number[]): ort.Tensor {
  return new ort.Tensor('int64', BigInt64Array.from(values, BigInt), dims);
}
