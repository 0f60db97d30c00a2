import type { StoredPart, StoredWeights } from '../../../core/cost/prunedSize.ts';
import { partsOf } from '../constants.ts';
import type { Constant } from '../constants.ts';
import type { Projection } from './projections.ts';

const ROLES = ['query', 'key', 'value'] as const;
type Role = (typeof ROLES)[number];

type Sides = Readonly<Record<Role, { readonly projection: Projection | null; readonly bias: Constant | null }>>;

/**
 * What the file stores to make queries, keys and values of the stream, their biases included, and to bring what heads give back to it. Where
 * one product makes several of them, queries are as wide as what W_O takes, and the rest is halved. Null where a part is not told,
 * or is no plain matrix.
 */
export function storedSizes(sides: Sides, output: Constant | null): StoredWeights | null {
  const width = output?.dims[0] ?? 0;
  const out = output && storedPart(output, width);
  if (out === null) return null;
  const [query, key, value] = ROLES.map((role) => partOf(sides, role, width));
  if (!query || !key || !value) return null;
  return { query, key, value, output: out };
}

function partOf(sides: Sides, role: Role, width: number): StoredPart | null {
  const { projection, bias } = sides[role];
  const weights = projection?.weights ?? null;
  const whole = weights && storedPart(weights, weights.dims[1] ?? 0);
  if (projection === null || weights === null || whole === null) return null;
  const others = ROLES.filter((one) => sides[one].projection?.node === projection.node);
  const columns = weights.dims[1] ?? 0;
  const ofQueries = others.length === 3 ? width / columns : 0;
  const share =
    others.length === 1
      ? 1
      : role === 'query'
        ? ofQueries
        : (1 - ofQueries) / (others.length === 3 ? 2 : others.length);
  if (!(share > 0 && share <= 1)) return null;
  const own = bias && storedPart(bias, 0);
  return {
    numbers: Math.round(share * whole.numbers) + (own?.numbers ?? 0),
    bytes: share * whole.bytes + (own?.bytes ?? 0),
    at: whole.at,
    channels: Math.round(share * whole.channels),
  };
}

function storedPart(constant: Constant, channels: number): StoredPart | null {
  const bytes = storedBytes(constant);
  const at = placeOf(constant);
  return bytes === null || at === null ? null : { numbers: sizeOf(constant), bytes, at, channels };
}

/** Bytes of a constant in the file; of a part of a stored array its share. Null for what is made of several arrays. */
function storedBytes(constant: Constant): number | null {
  switch (constant.made) {
    case 'stored':
      return constant.nBytes;
    case 'cut': {
      const bytes = storedBytes(constant.of);
      return bytes && (bytes * sizeOf(constant)) / sizeOf(constant.of);
    }
    case 'shaped':
    case 'moved':
    case 'scaled':
      return storedBytes(constant.of);
    case 'dequantised':
    case 'blocks': {
      const parts = partsOf(constant).map(storedBytes);
      return parts.some((part) => part === null) ? null : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
    }
    case 'summed':
    case 'product':
      return null;
  }
}

/** Where its numbers begin; null for what is made of several arrays. */
function placeOf(constant: Constant): string | null {
  if (constant.made === 'stored') return constant.at;
  return constant.made === 'summed' || constant.made === 'product' ? null : placeOf(constant.of);
}

function sizeOf({ dims }: Constant): number {
  return dims.reduce((product, dim) => product * dim, 1);
}
