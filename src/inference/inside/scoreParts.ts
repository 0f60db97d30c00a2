import type { DirectLogits } from '../../core/inside/questions.ts';
import { checkParts } from '../../core/inside/directRuns.ts';
import { overAverageAt } from '../../core/inside/direct.ts';
import type { FrozenNorm } from '../../core/inside/direct.ts';
import { dot } from '../../core/inside/vectors.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import { rolesOf } from '../inputs/modalities.ts';
import type { Turn } from '../door/queue.ts';
import { shapeOf } from '../run/pack.ts';
import type { LayerPlan } from '../run/layerPlan.ts';
import type { InnerTensor } from '../runtime/session.ts';
import { decodeConstant } from '../surgery/decodeConstant.ts';
import type { StreamPart } from '../surgery/inside/streamParts.ts';
import type { GraphFacts } from '../surgery/types.ts';
import type { HeadRuns } from './headRuns.ts';
import type { LastStep } from './lastStep.ts';
import { Refused } from './refuse.ts';

type ScorePart = NonNullable<DirectLogits['parts']>[number];

/** What is added up to the stream at one query: what each part is, and its numbers, [d] each. */
type PartsAt = { readonly parts: readonly ScorePart[]; readonly vectors: readonly Float32Array[] };

/** Of each run the query that was asked of last. */
const known = new WeakMap<KeptRun, PartsAt & { readonly query: number }>();

/**
 * All that is added up to the stream that the last norm reads, at one query, by one run: the token and its position, what the heads of each layer
 * write, all biases of attention as one, and what else each layer adds.
 * Throws Refused where the graph does not tell all of it.
 */
export async function partsAt(runs: HeadRuns, kept: KeptRun, query: number, turn: Turn): Promise<PartsAt> {
  const before = known.get(kept);
  if (before?.query === query) return before;
  const { model, feed, index, output } = runs;
  const { parts } = runs.path.ending;
  if (parts.length === 0) throw new Refused('not-found', 'the graph does not tell what its stream is made of');
  const tensors = await model.session.tensors(
    feed,
    index,
    parts.flatMap(({ names }) => names.slice(0, 1)),
  );
  await turn();
  const facts = model.prepared.graphs.find(({ ending }) => ending === runs.path.ending);
  if (facts === undefined) throw new RangeError('invalid ending: of no graph of the model');
  const { nQueries } = shapeOf(output);
  const named = parts.map((part) => ({ part, row: rowAt(part, tensors, nQueries, query) }));
  const found = { query, ...gathered(named, facts, model.plan.places.slice(-facts.sites.length), runs.path.ending) };
  known.set(kept, found);
  return found;
}

/** How far all parts, the constant with them, are from the scores, and what each gives a token over the average of the vocabulary. */
export function partsOfScore(
  { vectors }: PartsAt,
  scores: Float32Array,
  norm: FrozenNorm,
  { table, average }: LastStep,
  softCap: number | null,
): {
  readonly error: number;
  readonly largest: number;
  readonly of: (id: number, direction: Float64Array) => Float32Array;
} {
  const [first = new Float32Array(0)] = vectors;
  const sum = first.map((_, channel) => vectors.reduce((all, vector) => all + (vector[channel] ?? NaN), 0));
  const { difference: error, largest } = checkParts(sum, scores, norm, table, softCap);
  return {
    error,
    largest,
    of: (id, direction) =>
      Float32Array.of(...vectors.map((vector) => dot(vector, direction)), overAverageAt(id, norm.beta, table, average)),
  };
}

function rowAt(
  { names: [name], stored, factor }: StreamPart,
  tensors: ReadonlyMap<string, InnerTensor>,
  nQueries: number,
  query: number,
): Float32Array {
  const tensor = name === undefined ? stored && decodeConstant(stored) : tensors.get(name);
  const data = tensor?.data;
  const d = tensor?.dims.at(-1) ?? 0;
  const nRows = (data?.length ?? 0) / d;
  if (!data || !(nRows === 1 || nRows === nQueries))
    throw new Refused('not-found', 'a part of the stream is of another form than its tokens');
  const from = nRows === 1 ? 0 : query * d;
  return data.subarray(from, from + d).map((value) => value * factor);
}

type NamedPart = { readonly part: StreamPart; readonly row: Float32Array };

/** Parts in the order of computing; biases of attention are taken out of what the heads write and stand together. */
function gathered(
  named: readonly NamedPart[],
  { sites, inputs }: GraphFacts,
  places: LayerPlan['places'],
  { summands }: HeadRuns['path']['ending'],
): PartsAt {
  const roles = new Map(rolesOf(inputs).map(({ name, role }) => [name, role]));
  const [parts, vectors]: [ScorePart[], Float32Array[]] = [[], []];
  const add = (part: ScorePart, row: Float32Array): void => {
    parts.push(part);
    vectors.push(row);
  };
  const siteOf = ({ names }: StreamPart) =>
    sites.findIndex(({ inside }) => inside?.attentionOutput && names.includes(inside.attentionOutput));
  const isOther = ({ part }: NamedPart): boolean => !part.isFirst && part.stored === null && siteOf(part) < 0;
  const nOthers = named.filter(isOther).length;
  const nLayers = 1 + Math.max(-1, ...places.map((place) => place?.layer ?? -1));
  let [nMlps, biases] = [0, null as Float32Array | null];
  for (const each of named) {
    const { part, row } = each;
    const site = siteOf(part);
    if (isOther(each)) {
      const layer = nOthers === nLayers ? nMlps : null;
      add({ what: 'mlp', kind: null, layer }, row);
      nMlps += 1;
    } else if (site >= 0) {
      const { inside } = sites[site] ?? {};
      const isOwn = inside?.isBiasBehind === false && summands.get(inside.attentionOutput ?? '')?.norm === null;
      const bias = isOwn ? inside.outputBias && decodeConstant(inside.outputBias)?.data : null;
      const own = bias && bias.length === row.length ? bias.map((value) => value * part.factor) : null;
      if (own !== null) biases = plus(biases, own);
      const { kind = null, layer = null } = places[site] ?? {};
      add({ what: 'heads', kind, layer }, own === null ? row : row.map((value, at) => value - (own[at] ?? NaN)));
    } else if (part.stored !== null && part.by === 'row') biases = plus(biases, row);
    else add({ what: whatFirst(part, roles), kind: null, layer: null }, row);
  }
  if (biases !== null) add({ what: 'bias', kind: null, layer: null }, biases);
  return { parts: [...parts, { what: 'constant', kind: null, layer: null }], vectors };
}

function whatFirst({ by }: StreamPart, roles: ReadonlyMap<string, string>): ScorePart['what'] {
  if (by === 'counted' || by === 'rows') return 'position';
  const role = by !== null && typeof by === 'object' ? (roles.get(by.input) ?? '') : '';
  if (role === 'ids' || role === 'decoder-ids') return 'token';
  if (role === 'positions' || role === 'decoder-positions') return 'position';
  return role === 'types' ? 'segment' : 'start';
}

function plus(sum: Float32Array | null, row: Float32Array): Float32Array {
  return sum === null ? row : sum.map((value, at) => value + (row[at] ?? NaN));
}
