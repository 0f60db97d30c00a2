import type { Scale } from '../../core/inside/layer.ts';
import type { InnerTensor } from '../runtime/session.ts';
import type { Factors, SiteInside } from '../surgery/inside/types.ts';

/** What the numbers of the graph say of the scale, and what queries and keys hold of it already. */
export type FoundScale = { readonly scale: Scale; readonly ofQuery: number; readonly ofKey: number };

/** Numbers that the graph computes from shapes are among `tensors`; `dK` is the number of channels of queries, if that is known. */
export function scaleOf(
  { scale }: SiteInside,
  tensors: ReadonlyMap<string, InnerTensor>,
  dK: number | null,
): FoundScale {
  if (scale.operator !== null) {
    const value = scale.operator === 0 ? dK && 1 / Math.sqrt(dK) : scale.operator;
    return { scale: { value, place: 'operator' }, ofQuery: 1, ofKey: 1 };
  }
  const [after, ofQuery, ofKey] = [scale.after, scale.query, scale.key].map((factors) => valueOf(factors, tensors));
  const value = (after ?? NaN) * (ofQuery ?? NaN) * (ofKey ?? NaN);
  const where = (
    [
      [after, 'after'],
      [ofQuery, 'query'],
      [ofKey, 'key'],
    ] as const
  ).flatMap(([factor, place]) => (factor === 1 ? [] : [place]));
  return {
    scale: Number.isFinite(value) ? { value, place: placeOf(where) } : { value: null, place: 'unknown' },
    ofQuery: ofQuery ?? NaN,
    ofKey: ofKey ?? NaN,
  };
}

function placeOf([first, ...more]: readonly ('after' | 'query' | 'key')[]): Scale['place'] {
  if (first === undefined) return 'none';
  if (more.length === 0) return first;
  return first === 'query' && more.length === 1 ? 'both' : 'unknown';
}

function valueOf({ by, computed }: Factors, tensors: ReadonlyMap<string, InnerTensor>): number {
  return computed.reduce((product, { name, isDivisor }) => {
    const [value = NaN, ...more] = tensors.get(name)?.data ?? [];
    return more.length > 0 ? NaN : isDivisor ? product / value : product * value;
  }, by);
}
