import { describe, expect, test } from 'vitest';
import { AppError } from '../core/errors.ts';
import { mapRuntimeError, messageOf } from './errors.ts';

describe('mapRuntimeError', () => {
  test.each([
    ["Can't create a session. ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc", 'out-of-memory'],
    ['Aborted(OOM)', 'out-of-memory'],
    ['WebAssembly.Memory(): could not allocate memory', 'out-of-memory'],
    ['Device ran out of memory', 'out-of-memory'],
    ['Not enough space: out of device memory', 'out-of-memory'],
    ['no available backend found. ERR: [wasm] RuntimeError: Aborted', 'no-backend'],
    [
      'no available backend found. ERR: [wasm] RuntimeError: Aborted(both async and sync fetching of the wasm failed).',
      'runtime-unfetched',
    ],
    ['Failed to fetch dynamically imported module: https://a.test/ort.wasm.bundle.min.js', 'runtime-unfetched'],
    ['error loading dynamically imported module: https://a.test/ort.wasm.bundle.min.js', 'runtime-unfetched'],
    ['Importing a module script failed.', 'runtime-unfetched'],
    [
      "Can't create a session. ERROR_CODE: 7, ERROR_MESSAGE: Failed to load model because protobuf parsing failed.",
      'model-truncated',
    ],
    [
      'ERROR_CODE: 9, ERROR_MESSAGE: Could not find an implementation for Einsum(12) node with name ""',
      'unsupported-operator',
    ],
    ['Fatal error: com.example:Swish(-1) is not a registered function/op', 'unsupported-operator'],
    ['[ShapeInferenceError] Mismatch between inferred and declared rank', 'unsupported-graph'],
    ['ERROR_MESSAGE: Unsupported model IR version: 99, max supported IR version: 12', 'unsupported-graph'],
    [
      'External initializer: w offset: 0 size to read: 4 given file_length: 2 are out of bounds or can not be read in full.',
      'unsupported-graph',
    ],
    [
      'Failed to load external data file ""model.onnx_data"", error: Module.MountedFiles is not available.',
      'unsupported-graph',
    ],
    ['something never seen before', 'run-failed'],
  ])('%s -> %s', (message, code) => {
    const error = mapRuntimeError(new Error(message));
    expect(error.code).toBe(code);
    expect(error.detail).toBe(message);
  });

  test.each(['Maximum call stack size exceeded', 'too much recursion'])('%s is told as what it means', (message) => {
    const error = mapRuntimeError(new RangeError(message));
    expect(error.code).toBe('unsupported-graph');
    expect(error.detail).toBe(`it is nested deeper than this browser can follow (${message})`);
  });

  test('a real failed allocation is out-of-memory', () => {
    let thrown: unknown;
    try {
      thrown = new Float32Array(2 ** 40);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(RangeError);
    expect(mapRuntimeError(thrown).code).toBe('out-of-memory');
  });

  test('a bare number, which the runtime throws when its memory is full, is out-of-memory', () => {
    expect(mapRuntimeError(1_991_937_888).code).toBe('out-of-memory');
  });

  test('an AppError passes unchanged, whatever its words', () => {
    const error = new AppError('bad-attention', 'out of memory');
    expect(mapRuntimeError(error)).toBe(error);
  });

  test('the fallback names what is not known, and nothing else', () => {
    expect(mapRuntimeError('odd', 'unsupported-graph').code).toBe('unsupported-graph');
    expect(mapRuntimeError('bad_alloc', 'unsupported-graph').code).toBe('out-of-memory');
  });
});

test('messageOf reads errors and anything else', () => {
  expect(messageOf(new TypeError('x'))).toBe('x');
  expect(messageOf(12)).toBe('12');
});
