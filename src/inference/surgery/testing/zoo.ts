import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as ort from 'onnxruntime-web';
import type { AttentionKind } from '../../../core/tensor.ts';
import { fromFloat16Bits, toFloat16Bits } from './float16.ts';

ort.env.wasm.numThreads = 1;

type StoredTensor = {
  readonly dtype: 'float32' | 'float16' | 'int64' | 'bool';
  readonly dims: readonly number[];
  readonly data: readonly number[];
};

/** One set of inputs of a zoo model with the true patterns and outputs. */
export type ZooCase = {
  readonly inputs: Readonly<Record<string, StoredTensor>>;
  readonly attentions: readonly {
    readonly layer: number;
    readonly kind: AttentionKind;
    /** [batch, head, query, key] */
    readonly dims: readonly [number, number, number, number];
    readonly data: readonly number[];
  }[];
  readonly logits_or_last: Readonly<Record<string, StoredTensor>>;
  /** Padded query rows, whose content no implementation promises. */
  readonly skip_query_rows: readonly number[];
};

/** A tiny model whose patterns were captured in the framework that made it, not read from its graph. */
export type ZooModel = {
  readonly model: Uint8Array;
  readonly externalData: Uint8Array | null;
  readonly cases: readonly ZooCase[];
  readonly output_tolerance: number;
  readonly attention_tolerance: number;
};

/** Reads a model of fixtures/zoo. */
export function loadZooModel(name: string): ZooModel {
  const path = (file: string): string => fileURLToPath(new URL(`../fixtures/zoo/${name}/${file}`, import.meta.url));
  const externalData = existsSync(path('model.onnx_data')) ? readFileSync(path('model.onnx_data')) : null;
  return {
    ...JSON.parse(readFileSync(path('expected.json'), 'utf8')),
    model: readFileSync(path('model.onnx')),
    externalData,
  };
}

/** Opens a model on one thread of the WASM runtime. */
export function openSession(model: Uint8Array, externalData: Uint8Array | null = null): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(model, {
    logSeverityLevel: 3,
    ...(externalData && { externalData: [{ path: 'model.onnx_data', data: externalData }] }),
  });
}

/** Runs one case; every output as numbers with its element type. */
export async function runCase(
  session: ort.InferenceSession,
  inputs: ZooCase['inputs'],
): Promise<
  ReadonlyMap<string, { readonly type: string; readonly dims: readonly number[]; readonly data: Float32Array }>
> {
  const feeds = Object.entries(inputs).map(([name, tensor]) => [name, toTensor(tensor)]);
  const results = await session.run(Object.fromEntries(feeds));
  return new Map(
    Object.entries(results).map(([name, { type, dims, data }]) => {
      const numbers = data instanceof Uint16Array ? fromFloat16Bits(data) : Float32Array.from(data, Number);
      return [name, { type, dims, data: numbers }];
    }),
  );
}

function toTensor({ dtype, dims, data }: StoredTensor): ort.Tensor {
  if (dtype === 'int64') return new ort.Tensor(dtype, BigInt64Array.from(data, BigInt), dims);
  if (dtype === 'bool') return new ort.Tensor(dtype, Uint8Array.from(data), dims);
  if (dtype === 'float16') return new ort.Tensor(dtype, toFloat16Bits(data), dims);
  return new ort.Tensor(dtype, Float32Array.from(data), dims);
}
