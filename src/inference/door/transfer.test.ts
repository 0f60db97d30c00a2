import { expect, test } from 'vitest';
import type { ModelRun } from '../../core/run.ts';
import { arraysIn, transferablesOf } from './transfer.ts';

const RUN: ModelRun = {
  runId: 1,
  model: {
    id: 'm',
    name: 'M',
    type: 'bert',
    nLayers: 1,
    nHeads: 1,
    dModel: null,
    isCausal: false,
    maxTokens: 8,
    precision: 'fp32',
    takesPair: false,
    takes: 'text',
  },
  backend: { name: 'wasm', threads: 1, adapter: null, isSoftware: false },
  text: '',
  pair: null,
  tokens: [],
  targetTokens: null,
  image: null,
  cut: null,
  attention: [],
  logits: null,
  rowSumError: 0,
  forwardMs: 1,
};

function tensor(data: Float32Array): ModelRun['attention'][number] {
  return { kind: 'encoder', nLayers: 1, nHeads: 1, nQueries: 1, nKeys: data.length, data };
}

test('attention of each kind and logits are handed over', () => {
  const [a, b, logits] = [Float32Array.of(1), Float32Array.of(0.5, 0.5), new Float32Array(3)];
  const run = { ...RUN, attention: [tensor(a), tensor(b)], logits: { nTokens: 1, nVocab: 3, data: logits } };
  expect(transferablesOf(run)).toEqual([a.buffer, b.buffer, logits.buffer]);
  structuredClone(run, { transfer: transferablesOf(run) });
  expect([a.length, b.length, logits.length]).toEqual([0, 0, 0]);
});

test('the pixels of a picture are handed over', () => {
  const pixels = new Uint8ClampedArray(4);
  const image = { width: 1, height: 1, pixels, nPatchRows: 1, nPatchColumns: 1, nPrefix: 0 };
  expect(transferablesOf({ ...RUN, image })).toEqual([pixels.buffer]);
});

test('a part of a larger array, of which the rest is in use, and shared memory, which both have, are not', () => {
  const part = Float32Array.of(1, 0, 0).subarray(0, 1);
  const shared = new Float32Array(new SharedArrayBuffer(4));
  expect(transferablesOf({ ...RUN, attention: [tensor(part), tensor(shared)] })).toEqual([]);
});

test('arrays of an answer are handed over wherever they stand in it, each memory once', () => {
  const [a, b] = [Float32Array.of(1, 2), Float32Array.of(3)];
  const answer = { about: 'x', layer: { read: { data: a }, readKeys: { data: a }, none: null, rows: [{ byKey: b }] } };
  expect(arraysIn(answer)).toEqual([a.buffer, b.buffer]);
  expect(arraysIn({ part: new Float32Array(4).subarray(1) })).toEqual([]);
});
