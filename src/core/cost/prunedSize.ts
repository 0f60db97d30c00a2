import type { TurnedHead } from '../ablation/ablation.ts';
import type { AttentionKind } from '../tensor.ts';

/**
 * Some weights as a file stores them: how many numbers, in how many bytes, scales of quantised ones included, from which place on; and the channels
 * of all heads that they hold: columns of W_Q, W_K and W_V, rows of W_O.
 */
export type StoredPart = {
  readonly numbers: number;
  readonly bytes: number;
  readonly at: string;
  readonly channels: number;
};

/** The weights of one attention layer. What is added behind W_O belongs to no head and is not here. */
export type StoredWeights = Readonly<Record<'query' | 'key' | 'value' | 'output', StoredPart>>;

/** A layer with its place in its stack, from 0, and how many heads it has. */
export type StoredLayer = {
  readonly kind: AttentionKind;
  readonly nHeads: number;
  /** Null where the graph does not tell. */
  readonly weights: StoredWeights | null;
};

export type Size = { readonly numbers: number; readonly bytes: number };

const NOTHING: Size = { numbers: 0, bytes: 0 };

/** What all attention layers store; null where a layer does not tell, or several share their weights. */
export function attentionSize(layers: readonly StoredLayer[]): Size | null {
  const places = layers.map(({ kind, weights }) => (weights === null ? null : `${kind} ${weights.output.at}`));
  if (layers.length === 0 || places.includes(null) || new Set(places).size < places.length) return null;
  return layers
    .flatMap(({ weights }) => (weights === null ? [] : [weights.query, weights.key, weights.value, weights.output]))
    .reduce(plus, NOTHING);
}

/**
 * What a file would be smaller by without the heads that are off, as docs/metrics.md has it: of each its part of W_Q and W_O; of W_K and W_V the
 * part of a group of heads that share them once all of the group are off. `heads` name the first stack by null. Null where `attentionSize` is, or
 * where channels of values or keys fall to no whole number of heads.
 */
export function prunedSize(layers: readonly StoredLayer[], heads: readonly TurnedHead[]): Size | null {
  if (attentionSize(layers) === null) return null;
  const counts = new Map<AttentionKind, number>();
  const first = layers[0]?.kind;
  let size = NOTHING;
  for (const { kind, nHeads, weights } of layers) {
    const layer = counts.get(kind) ?? 0;
    counts.set(kind, layer + 1);
    if (weights === null) continue;
    const off = new Set(
      heads
        .filter((one) => one.keep === 0 && one.layer === layer && (one.kind ?? first) === kind)
        .map(({ head }) => head),
    );
    const { query, key, value, output } = weights;
    // W_O takes as many channels of each head as one head of values has; W_Q may make more than queries.
    const nGroups = (nHeads * value.channels) / output.channels;
    if (!(nGroups >= 1) || nHeads % nGroups !== 0 || key.channels % nGroups !== 0) return null;
    const gone = groupsOff(off, nHeads / nGroups, nGroups) / nGroups;
    for (const part of [query, output]) size = plus(size, times(part, off.size / nHeads));
    for (const part of [key, value]) size = plus(size, times(part, gone));
  }
  return size;
}

/** How many groups of heads that lie side by side are off as a whole. */
function groupsOff(off: ReadonlySet<number>, perGroup: number, nGroups: number): number {
  const groups = Array.from({ length: nGroups }, (_, group) => group);
  return groups.filter((group) =>
    Array.from({ length: perGroup }, (_, at) => group * perGroup + at).every((head) => off.has(head)),
  ).length;
}

function plus(one: Size, other: Size): Size {
  return { numbers: one.numbers + other.numbers, bytes: one.bytes + other.bytes };
}

function times({ numbers, bytes }: Size, by: number): Size {
  return { numbers: Math.round(numbers * by), bytes: Math.round(bytes * by) };
}
