import type { ScorePart } from '../../core/inside/questions.ts';
import { rolesOf } from '../inputs/modalities.ts';
import type { LayerPlan } from '../run/layerPlan.ts';
import { decodeConstant } from '../surgery/decodeConstant.ts';
import type { StreamPart } from '../surgery/inside/streamParts.ts';
import type { SiteInside } from '../surgery/inside/types.ts';
import type { GraphFacts } from '../surgery/types.ts';
import type { HeadRuns } from './headRuns.ts';

/** What is added up to the stream at one query: what each part is, and its numbers, [d] each. */
export type PartsAt = { readonly parts: readonly ScorePart[]; readonly vectors: readonly Float32Array[] };

/** A part of the stream and its row at the query, [d]. */
type PartRow = { readonly part: StreamPart; readonly row: Float32Array };

type Ground = {
  readonly sites: readonly {
    readonly inside: Pick<SiteInside, 'attentionOutput' | 'outputBias' | 'isBiasBehind'> | null;
  }[];
  readonly inputs: GraphFacts['inputs'];
};

/**
 * Parts in the order of computing. Biases of attention, which are those that the sites name and no other row, are taken out of what the heads
 * write and stand together; any other row that is stored goes to the layer behind whose sum it is added.
 */
export function gatherParts(
  rows: readonly PartRow[],
  { sites, inputs }: Ground,
  places: LayerPlan['places'],
  { summands }: Pick<HeadRuns['path']['ending'], 'summands'>,
): PartsAt {
  const roles = new Map(rolesOf(inputs).map(({ name, role }) => [name, role]));
  const siteOf = ({ names }: StreamPart) =>
    sites.findIndex(({ inside }) => inside?.attentionOutput && names.includes(inside.attentionOutput));
  const isOther = ({ part }: PartRow): boolean => !part.isFirst && part.stored === null && siteOf(part) < 0;
  const nOthers = rows.filter(isOther).length;
  const nLayers = 1 + Math.max(-1, ...places.map((place) => place?.layer ?? -1));
  const isOfAttention = biasesOf(sites);
  const found: { part: ScorePart; vector: Float32Array }[] = [];
  let [nMlps, biases] = [0, null as Float32Array | null];
  for (const each of rows) {
    const { part, row } = each;
    const site = siteOf(part);
    const last = found.at(-1);
    if (part.isFirst) found.push({ part: { what: whatFirst(part, roles), kind: null, layer: null }, vector: row });
    else if (site >= 0) {
      const { inside } = sites[site] ?? {};
      const isOwn = inside?.isBiasBehind === false && summands.get(inside.attentionOutput ?? '')?.norm === null;
      const bias = isOwn ? inside.outputBias && decodeConstant(inside.outputBias)?.data : null;
      const own = bias && bias.length === row.length ? bias.map((value) => value * part.factor) : null;
      if (own !== null) biases = plus(biases, own);
      const { kind = null, layer = null } = places[site] ?? {};
      const vector = own === null ? row : row.map((value, at) => value - (own[at] ?? NaN));
      found.push({ part: { what: 'heads', kind, layer }, vector });
    } else if (part.stored !== null && isOfAttention(part)) biases = plus(biases, row);
    else if (part.stored !== null && last?.part.what === 'mlp') last.vector = plus(last.vector, row);
    else {
      const layer = nOthers === nLayers && part.stored === null ? nMlps : null;
      if (part.stored === null) nMlps += 1;
      found.push({ part: { what: 'mlp', kind: null, layer }, vector: row });
    }
  }
  if (biases !== null) found.push({ part: { what: 'bias', kind: null, layer: null }, vector: biases });
  return {
    parts: [...found.map(({ part }) => part), { what: 'constant', kind: null, layer: null }],
    vectors: found.map(({ vector }) => vector),
  };
}

/** Whether a stored row is the bias of attention of one of the sites: the same numbers, since a graph may store them under any name. */
function biasesOf(sites: Ground['sites']): (part: StreamPart) => boolean {
  const all = sites.flatMap(({ inside }) => (inside?.outputBias && decodeConstant(inside.outputBias)?.data) || []);
  return ({ stored }) => {
    const row = stored && decodeConstant(stored)?.data;
    return row !== null && row !== undefined && all.some((bias) => isSameRow(bias, row));
  };
}

function isSameRow(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}

function whatFirst({ by }: StreamPart, roles: ReadonlyMap<string, string>): ScorePart['what'] {
  if (by === 'counted' || by === 'rows') return 'position';
  const role = by !== null && typeof by === 'object' ? (roles.get(by.input) ?? '') : '';
  if (role === 'ids' || role === 'decoder-ids' || role === 'token-vectors') return 'token';
  if (role === 'positions' || role === 'decoder-positions') return 'position';
  return role === 'types' ? 'segment' : 'start';
}

function plus(sum: Float32Array | null, row: Float32Array): Float32Array {
  return sum === null ? row : sum.map((value, at) => value + (row[at] ?? NaN));
}
