import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { readGraph } from './readGraph.ts';
import { bytesField, concat, intField } from './protobuf.ts';
import { tinyModel } from './testing/tinyModel.ts';
import { loadZooModel } from './testing/zoo.ts';
import { precisionOf } from './weights.ts';

const ENCODER = new TextEncoder();

const codeOf = (bytes: Uint8Array): string => {
  try {
    readGraph(bytes);
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return 'no error';
};

const tiny = tinyModel({
  inputs: { x: ['batch', 5, 3] },
  nodes: [{ op: 'Relu', in: ['x'], out: ['y'] }],
  outputs: ['y'],
  weights: { w: [3, 2] },
});

describe('what is no ONNX model', () => {
  test.each([
    ['an empty file', ''],
    ['an HTML page', '<!doctype html><html><head><title>404</title></head><body>Not found</body></html>'],
    ['JSON', '{"error": "Repository not found"}'],
    ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:00ff\nsize 90\n'],
    ['plain text', 'Invalid credentials in Authorization header'],
    ['plain text whose first letter is the tag of a record', 'rate limit exceeded'],
  ])('%s', (_name, text) => {
    expect(codeOf(ENCODER.encode(text))).toBe('not-onnx');
  });

  test.each([
    ['a zip', [0x50, 0x4b, 3, 4, 20, 0, 0, 0]],
    ['gzip', [0x1f, 0x8b, 8, 0, 0, 0]],
    ['safetensors', [64, 5, 0, 0, 0, 0, 0, 0, 0x7b, 0x22]],
    ['an .ort file', [32, 0, 0, 0, 0x4f, 0x52, 0x54, 0x4d]],
    ['zeros', [0, 0, 0, 0]],
  ])('%s', (_name, bytes) => {
    expect(codeOf(Uint8Array.from(bytes))).toBe('not-onnx');
  });

  test('random bytes: an AppError, or by rare luck an empty model', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(['not-onnx', 'model-truncated', 'no error']).toContain(codeOf(bytes));
      }),
      { seed: 11, numRuns: 1000 },
    );
  });
});

describe('a model that came incomplete', () => {
  test('every proper prefix of a small model is refused as truncated', () => {
    for (let length = 1; length < tiny.length; length++) {
      expect(codeOf(tiny.subarray(0, length)), `cut at ${length}`).toBe('model-truncated');
    }
    expect(codeOf(tiny)).toBe('no error');
  });

  test('so is every 97th prefix of a real export', () => {
    const { model } = loadZooModel('bert-eager');
    for (let length = 2; length < model.length - 20; length += 97) {
      expect(codeOf(model.subarray(0, length)), `cut at ${length}`).toBe('model-truncated');
    }
  });

  test('a changed byte gives facts or an AppError, never another error and never a hang', () => {
    const { model } = loadZooModel('gpt2');
    fc.assert(
      fc.property(fc.nat(model.length - 1), fc.nat(255), (at, value) => {
        const changed = Uint8Array.from(model);
        changed[at] = value;
        expect(['not-onnx', 'model-truncated', 'no error']).toContain(codeOf(changed));
      }),
      { seed: 12, numRuns: 300 },
    );
  });
});

describe('graphs that cannot be', () => {
  const inputs = { x: [2] };

  test('a cycle', () => {
    const nodes = [
      { op: 'Add', in: ['x', 'b'], out: ['a'] },
      { op: 'Neg', in: ['a'], out: ['b'] },
    ];
    expect(codeOf(tinyModel({ inputs, nodes, outputs: ['a'] }))).toBe('not-onnx');
  });

  test('two makers of one tensor', () => {
    const nodes = [
      { op: 'Neg', in: ['x'], out: ['a'] },
      { op: 'Abs', in: ['x'], out: ['a'] },
    ];
    expect(codeOf(tinyModel({ inputs, nodes, outputs: ['a'] }))).toBe('not-onnx');
  });

  test('branches nested a thousand deep', () => {
    let graph = new Uint8Array(0);
    for (let depth = 0; depth < 1000; depth++) {
      graph = Uint8Array.from(bytesField(1, bytesField(5, bytesField(6, graph))));
    }
    expect(codeOf(concat([intField(1, 8), bytesField(7, graph)]))).toBe('unsupported-graph');
  });
});

describe('facts', () => {
  test('inputs have types and dimensions; an initializer listed among the inputs is none', () => {
    const bytes = tinyModel({
      inputs: { x: ['batch', 5, 3], w: [3, 2] },
      nodes: [{ op: 'MatMul', in: ['x', 'w'], out: ['y'] }],
      outputs: ['y'],
      weights: { w: [3, 2] },
      opset: 14,
    });
    const facts = readGraph(bytes);
    expect(facts.inputs).toEqual([
      {
        name: 'x',
        elementType: 'float32',
        dims: ['batch', 5, 3],
        uses: { table: null, isWeighted: true, isTurned: false, isJoined: false },
      },
    ]);
    expect(facts.outputs).toEqual(['y']);
    expect(facts.opset).toBe(14);
  });

  test('a graph in two records is one graph', () => {
    const more = bytesField(7, bytesField(12, bytesField(1, 'x')));
    expect(readGraph(concat([tiny, more])).outputs).toEqual(['y', 'x']);
  });

  test('the default operator set is told from others', () => {
    const other = bytesField(8, concat([bytesField(1, 'com.microsoft'), intField(2, 1)]));
    expect(readGraph(concat([tiny, other])).opset).toBe(17);
  });

  test('weights are counted with their bytes: 6 floats, 24 bytes', () => {
    const facts = readGraph(tiny);
    expect(facts.nParameters).toBe(6);
    expect(facts.weightBytesByType).toEqual({ float32: 24 });
    expect(precisionOf(facts)).toBe('fp32');
  });

  test('a model without attention has no sites and no causality', () => {
    const facts = readGraph(tiny);
    expect([facts.sites, facts.isCausal, facts.notAttention]).toEqual([[], null, []]);
  });
});

describe('precision', () => {
  test.each([
    [{ float16: 200, float32: 4 }, 'fp16'],
    [{ 'float16>float32': 200, float32: 4 }, 'fp32 (weights stored as fp16)'],
    [{ uint8: 100, float32: 400 }, 'q8 + fp32'],
    [{ uint4: 50, int8: 2 }, 'q4'],
    [{}, 'unknown'],
  ])('%o is %s', (weightBytesByType, name) => {
    expect(precisionOf({ weightBytesByType })).toBe(name);
  });
});

test('what a graph is exposed for may be chosen by its inputs, which are told before anything is exposed', () => {
  const model = loadZooModel('gpt2').model;
  const seen: unknown[] = [];
  const chosen = readGraph(model, (inputs) => {
    seen.push(inputs);
    return 'masks';
  });
  expect(chosen).toEqual(readGraph(model, 'masks'));
  expect(seen).toEqual([chosen.inputs]);
});
