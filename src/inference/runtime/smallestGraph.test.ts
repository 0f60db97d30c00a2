import { expect, test } from 'vitest';
import { nodeRuntime } from '../testing/runtimes.ts';
import { toFloat32 } from './floats.ts';
import { smallestGraph } from './smallestGraph.ts';

test('the smallest graph opens, and hands on the number that it is fed', async () => {
  const session = await nodeRuntime.InferenceSession.create(smallestGraph(), { executionProviders: ['wasm'] });
  const { y } = await session.run({ x: new nodeRuntime.Tensor('float32', [0.25], [1]) }, ['y'], {});
  expect(y && [...toFloat32(y)]).toEqual([0.25]);
  await session.release();
  expect(smallestGraph().length).toBeLessThan(100);
});
