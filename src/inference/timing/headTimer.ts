import type { TimingPlan } from '../../core/cost/headTimes.ts';
import type { BackendInfo } from '../../core/run.ts';
import { errorInfo } from '../door/errorInfo.ts';
import type { Turn } from '../door/queue.ts';
import { mapRuntimeError } from '../errors.ts';
import type { Reply, Request } from '../protocol.ts';
import { watchDevice } from '../runtime/deviceWatch.ts';
import { settled } from '../runtime/lossPatience.ts';
import { releaseAll } from '../runtime/releaseAll.ts';
import type { OrtRuntime, OrtSession } from '../runtime/runtime.ts';
import type { Platform } from '../run/start.ts';
import { fastest, N_ROUNDS } from './fastest.ts';
import type { TimedLayer } from './fastest.ts';
import { layerGraph } from './layerGraph.ts';
import { layerWeights } from './layerWeights.ts';

type TimeRequest = Extract<Request, { type: 'time-heads' }>;

type HeadTimer = {
  /** Times the layers of a plan on the backend of the model that is there, on WASM without one, and posts how far it is; never throws. */
  time(
    request: TimeRequest,
    model: BackendInfo | null,
    tools: { readonly signal: AbortSignal; readonly turn: Turn },
    post: (reply: Reply) => void,
  ): Promise<void>;
  /** Gives back what a timing that was ended has left open: in a turn of its own, since that one may touch the runtime no more. */
  tidy(): Promise<void>;
};

/** What times layers; `now` counts milliseconds. */
export function createHeadTimer(
  { loadRuntime }: Pick<Platform, 'loadRuntime'>,
  now = () => performance.now(),
): HeadTimer {
  let open: OrtSession[] = [];

  async function tidy(): Promise<void> {
    const sessions = open;
    open = [];
    await releaseAll(sessions);
  }

  /** The layers of a plan, each ready; `guard` ends a pass whose device is lost. */
  async function prepare(
    ort: OrtRuntime,
    { d, nTokens, counts }: TimingPlan,
    backend: 'wasm' | 'webgpu',
    guard: (run: Promise<unknown>) => Promise<unknown>,
    turn: Turn,
  ): Promise<readonly TimedLayer[]> {
    const weights = layerWeights(d, nTokens);
    const feeds = { x: new ort.Tensor('float32', weights.x, [1, nTokens, d]) };
    const layers: TimedLayer[] = [];
    for (const nHeads of counts) {
      const session = await ort.InferenceSession.create(layerGraph(d, nHeads, weights), {
        executionProviders: [backend],
        graphOptimizationLevel: 'all',
        logSeverityLevel: 4,
      });
      open.push(session);
      layers.push({
        nHeads,
        // What it gives is fetched: a graphics card has not computed before.
        async run() {
          await guard(session.run(feeds, ['out'], { logSeverityLevel: 4 }));
        },
      });
      await turn();
    }
    return layers;
  }

  return {
    tidy,
    async time({ timingId, plan }, model, { signal, turn }, post) {
      const name = model?.name === 'webgpu' ? 'webgpu' : 'wasm';
      let lost: Promise<string> | null = null;
      try {
        await tidy();
        const ort = await loadRuntime(name);
        const watch = watchDevice(name === 'webgpu' ? await ort.env.webgpu.device : null);
        lost = watch.lost;
        // Sessions of a lost device are not released: that would call into a device that is gone.
        void lost.then(() => (open = []));
        const backend: BackendInfo =
          model !== null && model.name === name
            ? model
            : { name, threads: ort.env.wasm.numThreads ?? 1, adapter: null, isSoftware: false };
        await fastest(await prepare(ort, plan, name, (run) => watch.guard(run), turn), {
          turn,
          now,
          tell(times, nRounds) {
            post({ type: 'heads-timed', timingId, found: { times, nRounds, nRoundsInAll: N_ROUNDS, backend } });
          },
        });
        watch.stop();
        await tidy();
      } catch (error) {
        if (signal.aborted) return;
        if (name === 'webgpu' && lost !== null) await settled(lost);
        await tidy().catch((unreleased: unknown) => console.warn(unreleased));
        post({ type: 'timing-failed', timingId, error: errorInfo(mapRuntimeError(error), 'run-failed') });
      }
    },
  };
}
