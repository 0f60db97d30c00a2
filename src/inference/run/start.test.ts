import { expect, test } from 'vitest';
import { pretendGpuRuntime } from '../testing/runtimes.ts';
import { prepareZoo } from '../testing/zooModels.ts';
import { selfTest } from './selfTest.ts';
import { startModel } from './start.ts';

const OPTIONS = { wish: 'wasm', selfTest: false, onStage: () => {} } as const;

test('a model that ran, and of which something cannot be read after that, is given back', async () => {
  const { runtime, log } = pretendGpuRuntime();
  const { model, exposed } = prepareZoo('gpt2');
  const broken: typeof model = {
    ...model,
    get files(): never {
      throw new RangeError('no files');
    },
  };
  const started = startModel(broken, exposed, { gpu: undefined, loadRuntime: async () => runtime }, OPTIONS);
  await expect(started).rejects.toThrow('no files');
  expect(log).toEqual(['create wasm', 'run wasm', 'release wasm']);
});

test('a self test that cannot be run gives back what it opened', async () => {
  const { runtime, log } = pretendGpuRuntime();
  const { exposed } = prepareZoo('gpt2');
  const found = await selfTest(runtime, exposed, {}, []);
  expect(found).toMatchObject({ code: 'self-test-failed' });
  expect(log).toEqual(['create wasm', 'release wasm']);
});
