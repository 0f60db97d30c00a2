import { allowedKeys, flatPattern } from '../../../core/ablation/allowedKeys.ts';
import type { SiteIntervention } from '../../runtime/interventions.ts';
import { maskFeeds } from '../../runtime/maskFeeds.ts';
import { nodeRuntime } from '../../testing/runtimes.ts';
import { exposeAttention } from '../expose.ts';
import { readGraph } from '../readGraph.ts';
import { attentionModel, reference, seeded, SIZES } from './attentionModel.ts';
import type { Family } from './attentionModel.ts';
import { openSession, runCase } from './zoo.ts';

/** How a family with heads turned down compares with the plain loops; errors are largest differences of its output. */
export type MaskRun = {
  /** What cannot be done, by site. */
  readonly limits: readonly (string | null)[];
  /** Of the output under masks that do nothing and of that without masks; 0 means equal bits. */
  readonly change: number;
  /** One head taken away in both layers. */
  readonly offError: number;
  /** Its place taken by even weights over the keys that its layer lets be seen. */
  readonly flatError: number;
  /** Its place taken by its own output; null where the output of heads can be neither read nor replaced. */
  readonly backError: number | null;
};

const { nLayers, nHeads, width, nFeatures, nTokens } = SIZES;
const X = seeded(5, nTokens * nFeatures).map(Math.fround);
const X_FEED = { dtype: 'float32', dims: [1, nTokens, nFeatures], data: X } as const;
const HEAD = 1;

/** Runs a family with and without masks. */
export async function maskFamily(family: Family): Promise<MaskRun> {
  const model = attentionModel(family);
  const plain = await openSession(exposeAttention(model, readGraph(model)).model);
  const before = (await runCase(plain, { x: X_FEED })).get('out')!.data;
  await plain.release();
  const facts = readGraph(model, 'masks');
  const session = await openSession(exposeAttention(model, facts).model);

  const run = async (of: (layer: number) => SiteIntervention | null) => {
    const nChannels = new Map([0, 1].map((layer) => [layer, width] as const));
    const interventions = Array.from({ length: nLayers }, (_, layer) => of(layer));
    const masks = maskFeeds(nodeRuntime, facts.sites, interventions, { nSequences: 1, nTarget: null, nChannels });
    const fed = Object.entries(masks).map(([name, tensor]) => {
      const data = tensor.data instanceof Float32Array ? [...tensor.data] : [];
      return [name, { dtype: 'float32', dims: tensor.dims, data }] as const;
    });
    return runCase(session, { x: X_FEED, ...Object.fromEntries(fed) });
  };
  const truth = (weigh: Family['weigh']) => reference({ ...family, weigh }, X).out;
  const others = Float32Array.from({ length: nHeads }, (_, head) => (head === HEAD ? 0 : 1));
  const off: SiteIntervention = { scale: others, pattern: null, context: null };
  const inHead = (size: number, value: (at: number) => number) =>
    Float32Array.from({ length: nHeads * size }, (_, at) => (Math.floor(at / size) === HEAD ? value(at) : 0));

  const own = await run(() => null);
  const z = facts.sites.map(({ mask }) => own.get(mask?.output ?? '')?.data);
  const switchedOff = await run(() => off);
  const flat = await run((layer) => {
    const weights = own.get(facts.sites[layer]?.output.name ?? '')!.data;
    const even = flatPattern(allowedKeys(weights, nTokens, nTokens), nTokens);
    const start = HEAD * nTokens * nTokens;
    return { ...off, pattern: inHead(nTokens * nTokens, (at) => even[at - start] ?? NaN) };
  });
  const back = facts.sites.every(({ mask }) => (mask?.context ?? null) !== null)
    ? await run((layer) => ({ ...off, context: inHead(nTokens * width, (at) => z[layer]?.[at] ?? NaN) }))
    : null;
  await session.release();
  const none = Array.from({ length: nTokens }, () => 0);
  /** Whatever the scores: what no head gives weight to is masked. */
  const evenRow = (scores: readonly number[], query: number) => {
    const heads = Array.from({ length: nHeads }, (_, head) => family.weigh(scores, head, query));
    const isSeen = scores.map((_, key) => heads.some((weights) => (weights[key] ?? 0) > 0));
    const nSeen = isSeen.filter(Boolean).length;
    return isSeen.map((seen) => (seen ? 1 / nSeen : 0));
  };
  return {
    limits: facts.sites.map(({ mask }) => mask?.why ?? null),
    change: difference(own.get('out')!.data, [...before]),
    offError: difference(
      switchedOff.get('out')!.data,
      truth((scores, head, query) => (head === HEAD ? none : family.weigh(scores, head, query))),
    ),
    flatError: difference(
      flat.get('out')!.data,
      truth((scores, head, query) => (head === HEAD ? evenRow(scores, query) : family.weigh(scores, head, query))),
    ),
    backError: back && difference(back.get('out')!.data, truth(family.weigh)),
  };
}

/** Infinite if the sizes differ or a number is none. */
function difference(data: Float32Array, truth: readonly number[]): number {
  if (data.length !== truth.length) return Infinity;
  const max = truth.reduce((sofar, value, i) => Math.max(sofar, Math.abs(data[i]! - value)), 0);
  return Number.isNaN(max) ? Infinity : max;
}
