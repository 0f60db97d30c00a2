import { applyPlan } from '../../src/inference/run/layerPlan.ts';
import type { FeedValues } from '../../src/inference/runtime/feeds.ts';
import { packAttention } from '../../src/inference/run/pack.ts';
import type { prepareModel } from '../../src/inference/run/prepare.ts';
import { startModel } from '../../src/inference/run/start.ts';
import { nodeRuntime } from '../../src/inference/testing/runtimes.ts';
import type { RunFile } from './runFile.ts';

/** What a model gives in the runtime for Node, which has WASM alone: every stack by its kind. */
export async function stacksInNode(
  { model, exposed }: ReturnType<typeof prepareModel>,
  feed: FeedValues,
): Promise<RunFile['stacks']> {
  const platform = { gpu: undefined, loadRuntime: async () => nodeRuntime };
  const options = { wish: 'wasm', selfTest: false, onStage: () => {} } as const;
  const { session, plan } = await startModel(model, exposed, platform, options);
  const { layers } = await session.run(feed);
  await session.release();
  const { attention } = packAttention(applyPlan(plan, layers));
  return new Map(
    attention.map(({ kind, nLayers, nHeads, nQueries, nKeys, data }) => {
      return [kind, { dims: [nLayers, nHeads, nQueries, nKeys], data }];
    }),
  );
}
