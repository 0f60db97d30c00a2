import { describe, expect, test } from 'vitest';
import { chooseBackend, describeBackend, expectBackend, probeGpu } from './backend.ts';
import { threadCount } from './threadCount.ts';

const HARDWARE = { adapter: 'nvidia hopper', isSoftware: false, hasHalf: false };
const NONE = { adapter: null, reason: 'none here' };

describe('probeGpu', () => {
  test('no WebGPU, no adapter and an error each give a reason', async () => {
    expect(await probeGpu(undefined)).toEqual({ adapter: null, reason: 'this browser has no WebGPU' });
    expect(await probeGpu({ requestAdapter: async () => null })).toMatchObject({ adapter: null });
    expect(await probeGpu({ requestAdapter: () => Promise.reject(new Error('blocked')) })).toEqual({
      adapter: null,
      reason: 'blocked',
    });
    expect(
      await probeGpu({
        requestAdapter: () => {
          throw new Error('at once');
        },
      }),
    ).toEqual({ adapter: null, reason: 'at once' });
  });

  test.each([
    [{ info: { vendor: 'nvidia', architecture: 'hopper', device: '', description: '' } }, 'nvidia hopper', false],
    [{ info: { description: 'Apple M4', vendor: 'apple' } }, 'Apple M4', false],
    [{ info: { vendor: 'google', architecture: 'swiftshader' } }, 'google swiftshader', true],
    [{ info: { vendor: 'mesa', description: 'llvmpipe (LLVM 19)' } }, 'llvmpipe (LLVM 19)', true],
    [{ info: { vendor: 'x', isFallbackAdapter: true } }, 'x', true],
    [{ isFallbackAdapter: true }, 'unnamed adapter', true],
    [{}, 'unnamed adapter', false],
  ])('%j is named "%s", software: %s', async (adapter, name, isSoftware) => {
    expect(await probeGpu({ requestAdapter: async () => adapter })).toEqual({
      adapter: name,
      isSoftware,
      hasHalf: false,
    });
  });

  test('an adapter with the feature shader-f16 computes in half precision', async () => {
    const adapter = { features: new Set(['timestamp-query', 'shader-f16']) };
    expect(await probeGpu({ requestAdapter: async () => adapter })).toMatchObject({ hasHalf: true });
  });
});

test('the backend that a wish will lead to is asked of the machine', async () => {
  const gpu = { requestAdapter: async () => ({}) };
  expect(await Promise.all([expectBackend('auto', gpu), expectBackend('wasm', gpu)])).toEqual(['webgpu', 'wasm']);
  expect(await expectBackend('webgpu', undefined)).toBe('wasm');
});

describe('chooseBackend', () => {
  test('auto is WebGPU on hardware, and quietly WASM on an emulated adapter or none', () => {
    expect(chooseBackend('auto', HARDWARE)).toEqual({ name: 'webgpu', notices: [] });
    expect(chooseBackend('auto', { adapter: 'swiftshader', isSoftware: true, hasHalf: false })).toEqual({
      name: 'wasm',
      notices: [],
    });
    expect(chooseBackend('webgpu', { adapter: 'swiftshader', isSoftware: true, hasHalf: false }).name).toBe('webgpu');
    expect(chooseBackend('auto', NONE)).toEqual({ name: 'wasm', notices: [] });
  });

  test('webgpu asked for and not there is WASM with a notice', () => {
    expect(chooseBackend('webgpu', NONE)).toEqual({
      name: 'wasm',
      notices: [{ code: 'webgpu-unavailable', detail: 'none here' }],
    });
  });

  test('wasm is WASM, adapter or not', () => {
    expect(chooseBackend('wasm', HARDWARE)).toEqual({ name: 'wasm', notices: [] });
  });
});

test('describeBackend names no adapter on WASM', () => {
  expect(describeBackend('wasm', HARDWARE, 2)).toEqual({ name: 'wasm', threads: 2, adapter: null, isSoftware: false });
  expect(describeBackend('webgpu', HARDWARE, 2)).toEqual({
    name: 'webgpu',
    threads: 2,
    adapter: 'nvidia hopper',
    isSoftware: false,
  });
});

test.each([
  [true, 16, 4],
  [true, 7, 4],
  [true, 3, 2],
  [true, 1, 1],
  [true, 0, 1],
  [false, 16, 1],
])('isolated %s with %i cores: %i threads', (isIsolated, nCores, threads) => {
  expect(threadCount(isIsolated, nCores)).toBe(threads);
});
