import type { HeadRef } from '../selection.ts';
import { formatHead, sameHead } from '../selection.ts';
import { ATTENTION_KINDS } from '../tensor.ts';
import type { AttentionKind } from '../tensor.ts';
import type { Ablation, TurnedHead } from './ablation.ts';

type Kind = AttentionKind | null;

/** The name of a head among all stacks of a model: `cross:L3H7`; `L3H7` in the first stack, written as kind null. */
export function headKey(kind: Kind, head: HeadRef): string {
  return kind === null ? formatHead(head) : `${kind}:${formatHead(head)}`;
}

/** The one way to write a stack in an ablation: null for the first of the model. `kinds` are the model's, in order. */
export function canonicalKind(kind: Kind, kinds: readonly AttentionKind[]): Kind {
  return kind === kinds[0] ? null : kind;
}

/** The part of its work that a head keeps, 0 to 1; 1 for a head that is left as it is. */
export function keepOf({ heads }: Ablation, kind: Kind, head: HeadRef): number {
  return heads.find((one) => isSame(one, kind, head))?.keep ?? 1;
}

function isTurned(ablation: Ablation, kind: Kind, head: HeadRef): boolean {
  return keepOf(ablation, kind, head) < 1;
}

/** Turns one head down to `keep`, clipped to 0..1 and rounded to hundredths; at 1 it leaves the set. */
export function turnHead(ablation: Ablation, kind: Kind, { layer, head }: HeadRef, keep: number): Ablation {
  return withHeads(ablation, [{ kind, layer, head, keep }]);
}

/** Switches a head off, or back on if any part of it was taken away. */
export function toggleHead(ablation: Ablation, kind: Kind, head: HeadRef): Ablation {
  return turnHead(ablation, kind, head, isTurned(ablation, kind, head) ? 1 : 0);
}

/** Turns all heads of one layer down to `keep`. */
export function turnLayer(ablation: Ablation, kind: Kind, layer: number, nHeads: number, keep: number): Ablation {
  const heads = Array.from({ length: nHeads }, (_, head): TurnedHead => ({ kind, layer, head, keep }));
  return withHeads(ablation, heads);
}

/** Switches off every head of one stack but `kept`, which are left as they are; other stacks stay as they were. */
export function allBut(
  ablation: Ablation,
  kind: Kind,
  kept: readonly HeadRef[],
  { nLayers, nHeads }: { readonly nLayers: number; readonly nHeads: number },
): Ablation {
  const heads = Array.from({ length: nLayers * nHeads }, (_, index): TurnedHead => {
    const ref = { layer: Math.floor(index / nHeads), head: index % nHeads };
    return { kind, ...ref, keep: kept.some((one) => sameHead(one, ref)) ? 1 : 0 };
  });
  return withHeads(ablation, heads);
}

/**
 * A list of turned-down heads in its one written form: the last of several entries for a head counts, parts are clipped
 * to 0..1 and rounded to hundredths, heads that keep all are left out; by stack (first, encoder, decoder, cross), layer, head.
 */
export function normaliseHeads(heads: readonly TurnedHead[]): TurnedHead[] {
  const byKey = new Map<string, TurnedHead>();
  for (const one of heads) byKey.set(headKey(one.kind, one), { ...one, keep: toKeep(one.keep) });
  return [...byKey.values()]
    .filter(({ keep }) => keep < 1)
    .toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || a.layer - b.layer || a.head - b.head);
}

const ORDER: readonly Kind[] = [null, ...ATTENTION_KINDS];

function withHeads(ablation: Ablation, heads: readonly TurnedHead[]): Ablation {
  return { ...ablation, heads: normaliseHeads([...ablation.heads, ...heads]) };
}

function toKeep(keep: number): number {
  if (Number.isNaN(keep)) throw new RangeError('invalid keep: NaN (a part from 0 to 1)');
  return Math.round(Math.min(1, Math.max(0, keep)) * 100) / 100;
}

function isSame(one: TurnedHead, kind: Kind, head: HeadRef): boolean {
  return one.kind === kind && sameHead(one, head);
}
