import { randomStream } from '../random.ts';
import type { AttentionKind } from '../tensor.ts';
import type { Ablation, AblationMode, TurnedHead } from './ablation.ts';

/** A stack of heads to be switched off; an `AttentionTensor` is one. */
type AblatedStack = { readonly kind: AttentionKind; readonly nLayers: number; readonly nHeads: number };

/** Every head of a model, switched off: by stack, layer, head. The first stack is written as kind null. */
export function headsOf(stacks: readonly AblatedStack[]): TurnedHead[] {
  return stacks.flatMap(({ kind, nLayers, nHeads }, stack) =>
    Array.from({ length: nLayers * nHeads }, (_, index) => ({
      kind: stack === 0 ? null : kind,
      layer: Math.floor(index / nHeads),
      head: index % nHeads,
      keep: 0,
    })),
  );
}

/** One variant for each head of the model, in the order of `headsOf`: only that head is switched off. */
export function leaveOneOut(stacks: readonly AblatedStack[], mode: AblationMode): Ablation[] {
  return headsOf(stacks).map((head) => ({ mode, heads: [head] }));
}

/** Heads by the effect of each alone, least first; equal effects keep their order, NaN (not measured) comes last. */
export function pruningOrder(heads: readonly TurnedHead[], effects: readonly number[]): TurnedHead[] {
  if (heads.length !== effects.length) {
    throw new RangeError(`invalid effects: ${effects.length} (there are ${heads.length} heads)`);
  }
  const rank = (index: number) => (Number.isNaN(effects[index]!) ? Infinity : effects[index]!);
  // The difference of two infinities is NaN, which is no order.
  return heads
    .map((head, index) => ({ head, rank: rank(index) }))
    .toSorted((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank))
    .map(({ head }) => head);
}

/** Heads in a random order that is the same for the same seed. */
export function randomOrder(heads: readonly TurnedHead[], seed: number): TurnedHead[] {
  const random = randomStream(seed);
  const order = [...heads];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/** Growing sets: the first `size` heads of an order for each of `sizes`, by default one more each time. */
export function prefixes(
  order: readonly TurnedHead[],
  mode: AblationMode,
  sizes: readonly number[] = order.map((_, index) => index + 1),
): Ablation[] {
  return sizes.map((size) => ({ mode, heads: order.slice(0, size) }));
}

/** At most `max` sizes from 1 to `nHeads`, evenly spread, rising; both ends are among them if `max` is 2 or more. */
export function curveSizes(nHeads: number, max: number): number[] {
  const nSizes = Math.min(nHeads, Math.max(1, Math.floor(max)));
  if (nSizes === 1) return nHeads > 0 ? [nHeads] : [];
  return Array.from({ length: nSizes }, (_, step) => 1 + Math.round((step * (nHeads - 1)) / (nSizes - 1)));
}

/** The growing sets of several orders that stand one after the other, order by order: where a set is no larger, the next begins. */
export function drawsOf(variants: readonly Ablation[]): readonly (readonly Ablation[])[] {
  const draws: Ablation[][] = [];
  for (const variant of variants) {
    const draw = draws.at(-1);
    if (draw !== undefined && variant.heads.length > (draw.at(-1)?.heads.length ?? 0)) draw.push(variant);
    else draws.push([variant]);
  }
  return draws;
}
