import { expect, test } from 'vitest';
import { prepareModel } from '../run/prepare.ts';
import { runInput } from '../run/runInput.ts';
import { startModel } from '../run/start.ts';
import type { OrtRuntime } from '../runtime/runtime.ts';
import { nodeRuntime } from '../testing/runtimes.ts';
import { vlmFiles } from '../testing/tinyVlm.ts';
import { ZOO_SOURCE } from '../testing/zooModels.ts';

/** A runtime that notes what each pass was fed, and which sessions were given back; those of a kind fail at that. */
function noting(failing: string | null = null) {
  const passes: string[] = [];
  const released: string[] = [];
  const runtime: OrtRuntime = {
    ...nodeRuntime,
    InferenceSession: {
      async create(bytes, options) {
        const session = await nodeRuntime.InferenceSession.create(bytes, options);
        let reads = '';
        return {
          run(feeds, fetches, runOptions) {
            reads = Object.keys(feeds)[0] ?? '';
            passes.push(reads);
            return session.run(feeds, fetches, runOptions);
          },
          async release() {
            released.push(reads);
            await session.release();
            if (reads === failing) throw new Error(reads);
          },
        };
      },
    },
  };
  return { runtime, passes, released };
}

async function opened(failing: string | null = null) {
  const { runtime, passes, released } = noting(failing);
  const { model, exposed } = prepareModel(ZOO_SOURCE, vlmFiles({ nKinds: 1, reads: 'pixels' }));
  const platform = { gpu: undefined, loadRuntime: async () => runtime };
  const started = await startModel(model, exposed, platform, { wish: 'wasm', selfTest: false, onStage: () => {} });
  const run = async (ids: readonly number[], shade: number) =>
    runInput(
      { ...started, prepared: model },
      {
        type: 'run',
        runId: 1,
        // As a message of the page brings it: the same picture is another array each time.
        input: {
          kind: 'ids',
          ids,
          picture: { name: 'p', width: 8, height: 8, pixels: new Uint8ClampedArray(256).fill(shade) },
        },
      },
      new AbortController().signal,
    );
  return { run, passes, released, release: () => started.session.release() };
}

test('a picture is seen once, however often the text beside it changes; another one is seen anew', async () => {
  const { run, passes, release } = await opened();
  const times = () => passes.filter((reads) => reads === 'pixel_values').length;
  const first = await run([1, 2], 90);
  for (const ids of [[1], [1, 2, 3], [4, 2, 3]]) await run(ids, 90);
  expect(times()).toBe(1);
  // What was handed to the page is not needed by the next run.
  structuredClone(null, { transfer: [first.run.image!.pixels.buffer] });
  const again = await run([1, 2], 90);
  expect(again.run.image!.pixels).toHaveLength(256);
  expect(again.run.attention[0]!.data).toEqual(first.run.attention[0]!.data);
  await run([1, 2], 160);
  expect(times()).toBe(2);
  await release();
});

test.each([null, 'input_ids', 'pixel_values'])(
  'all graphs of the model are given back, also where that of %s fails at it',
  async (failing) => {
    const { run, released, release } = await opened(failing);
    await run([1, 2], 90);
    const done = await release().catch((error: unknown) => error);
    expect(done).toEqual(failing === null ? undefined : new Error(failing));
    expect(released).toEqual(['input_ids', 'pixel_values', 'inputs_embeds']);
  },
);
