import type { GraphFacts } from '../surgery/types.ts';
import { precisionOf } from '../surgery/weights.ts';

/** Bytes of weights of several graphs by stored type. */
export function weightsOf(facts: readonly GraphFacts[]): Readonly<Record<string, number>> {
  const sum: Record<string, number> = {};
  for (const { weightBytesByType } of facts) {
    for (const [type, bytes] of Object.entries(weightBytesByType)) sum[type] = (sum[type] ?? 0) + bytes;
  }
  return sum;
}

/**
 * The precision to name next to the picture: what the weights in the file are, and what the file's name says where that
 * is something else.
 */
export function namePrecision(facts: readonly GraphFacts[], fromName: string | null): string {
  const measured = precisionOf({ weightBytesByType: weightsOf(facts) });
  if (fromName === null) return measured;
  if (measured === 'unknown') return fromName;
  const parts = fromName.match(/fp32|fp16|bf16|f16|q[248]|u?int[48]|bnb4/g) ?? [];
  const isAsNamed = parts.every((part) => measured.includes(SAME[part] ?? part));
  return isAsNamed ? measured : `${measured} (named ${fromName})`;
}

const SAME: Readonly<Record<string, string>> = {
  f16: 'fp16',
  int8: 'q8',
  uint8: 'q8',
  int4: 'q4',
  uint4: 'q4',
  bnb4: 'q4',
};
