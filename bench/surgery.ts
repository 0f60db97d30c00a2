import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web';
import { growingBuffer } from '../src/inference/sources/growingBuffer.ts';
import { exposeAttention } from '../src/inference/surgery/expose.ts';
import { readGraph } from '../src/inference/surgery/readGraph.ts';
import { floats, usual } from '../src/inference/surgery/testing/attentionModel.ts';
import { tinyModel } from '../src/inference/surgery/testing/tinyModel.ts';
import type { NodeSpec } from '../src/inference/surgery/write.ts';
import { FLOAT32, intTensor, rawTensor } from '../src/inference/surgery/write.ts';
import { median, ms, table } from './stats.ts';

const WIDTH = 1024;
const N_HEADS = 16;
/** Of about 50 MB each. */
const N_LAYERS = 10;

const softmax = usual((layer) => [{ op: 'Softmax', in: [`s${layer}`], out: [`p${layer}`], attributes: { axis: -1 } }]);

/** Weights of a layer with their dimensions: projections of attention, and a feed-forward part four times as wide. */
const WEIGHTS: Readonly<Record<string, readonly [number, number]>> = {
  wq: [WIDTH, WIDTH],
  wk: [WIDTH, WIDTH],
  wv: [WIDTH, WIDTH],
  wo: [WIDTH, WIDTH],
  up: [WIDTH, 4 * WIDTH],
  down: [4 * WIDTH, WIDTH],
};

/** A transformer of half a gigabyte without any content: all its weights are small and equal. */
function largeModel(): Uint8Array {
  const one = (dims: readonly [number, number]): Uint8Array =>
    new Uint8Array(new Float32Array(dims[0] * dims[1]).fill(1e-3).buffer);
  const layers = Array.from({ length: N_LAYERS }, (_, layer) => layer);
  return tinyModel({
    inputs: { x: ['batch', 'token', WIDTH] },
    outputs: ['out'],
    tensors: [
      intTensor('toHeads', [0, 0, N_HEADS, WIDTH / N_HEADS]),
      intTensor('toFlat', [0, 0, WIDTH]),
      floats('scale', [], [1 / Math.sqrt(WIDTH / N_HEADS)]),
      ...layers.flatMap((layer) =>
        Object.entries(WEIGHTS).map(([name, dims]) => rawTensor(`${name}${layer}`, dims, FLOAT32, one(dims))),
      ),
    ],
    nodes: layers.flatMap((layer): readonly NodeSpec[] => {
      const from = layer === 0 ? 'x' : `x${layer}`;
      return [
        ...['q', 'k', 'v'].map((name) => ({ op: 'MatMul', in: [from, `w${name}${layer}`], out: [`${name}${layer}`] })),
        ...softmax(layer),
        { op: 'MatMul', in: [`c${layer}`, `wo${layer}`], out: [`o${layer}`] },
        { op: 'MatMul', in: [`o${layer}`, `up${layer}`], out: [`u${layer}`] },
        { op: 'Relu', in: [`u${layer}`], out: [`r${layer}`] },
        { op: 'MatMul', in: [`r${layer}`, `down${layer}`], out: [layer === N_LAYERS - 1 ? 'out' : `x${layer + 1}`] },
      ];
    }),
  });
}

/** As a download brings it: piece by piece into a buffer of known size. */
function readInPieces(path: string): Uint8Array {
  const buffer = growingBuffer();
  buffer.reserve(statSync(path).size);
  const file = openSync(path, 'r');
  const piece = new Uint8Array(1 << 20);
  for (let n = readSync(file, piece); n > 0; n = readSync(file, piece)) buffer.append(piece.subarray(0, n));
  closeSync(file);
  return buffer.take();
}

/** What finding and exposing the attention of a file of half a gigabyte adds to loading it, in Node. */
export async function timeSurgery(repeats: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'headlight-'));
  const path = join(folder, 'model.onnx');
  const times: Record<'read' | 'session' | 'graph' | 'expose', number[]> = {
    read: [],
    session: [],
    graph: [],
    expose: [],
  };
  let size = 0;
  let copies = 0;
  try {
    writeFileSync(path, largeModel());
    for (let repeat = -1; repeat < repeats; repeat++) {
      const clock = [performance.now()];
      const lap = (): number => clock.push(performance.now());
      const bytes = readInPieces(path);
      lap();
      const facts = readGraph(bytes);
      lap();
      const before = process.memoryUsage().arrayBuffers;
      const { model, outputs } = exposeAttention(bytes, facts);
      lap();
      copies = 1 + (process.memoryUsage().arrayBuffers - before) / bytes.length;
      size = bytes.length;
      if (outputs.length !== N_LAYERS) throw new RangeError(`${outputs.length} layers found`);
      const session = await ort.InferenceSession.create(model, { executionProviders: ['wasm'], logSeverityLevel: 4 });
      lap();
      await session.release();
      // The first round warms the code up.
      if (repeat < 0) continue;
      for (const [i, name] of (['read', 'graph', 'expose', 'session'] as const).entries()) {
        times[name].push((clock[i + 1] ?? 0) - (clock[i] ?? 0));
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const [read, graph, expose, session] = [times.read, times.graph, times.expose, times.session].map(median);
  const surgery = (graph ?? 0) + (expose ?? 0);
  const loading = (read ?? 0) + (session ?? 0);
  return table(
    ['MB', 'read file', 'session', 'find attention', 'expose it', 'of loading', 'copies in JS'],
    [
      [
        (size / 1e6).toFixed(0),
        ms(read ?? 0),
        ms(session ?? 0),
        ms(graph ?? 0),
        ms(expose ?? 0),
        `${((100 * surgery) / loading).toFixed(1)} %`,
        copies.toFixed(2),
      ],
    ],
  );
}
