import { cutConstant } from './constants.ts';
import type { Constant } from './constants.ts';
import { bitsOf } from './elementTypes.ts';

type Cut = { readonly axis: number; readonly start: number; readonly end: number };
type Stored = Extract<Constant, { made: 'stored' }>;
type Made<Kind extends Constant['made']> = Extract<Constant, { made: Kind }>;

/**
 * The same constant with its cuts brought down to the stored numbers, as far as they go: of what is cut out of much, no more is read than that.
 * A part of the first axis of stored numbers is stored numbers again; one of another axis is a cut of them (`columnsOf`).
 */
export function narrowed(constant: Constant): Constant {
  if (constant.made !== 'cut') return constant;
  const { axis, start, dims, of } = constant;
  return within(narrowed(of), { axis, start, end: start + (dims[axis] ?? 0) }) ?? constant;
}

/** The places of an axis; null where they are none. */
function within(of: Constant, cut: Cut): Constant | null {
  return brought(of, cut) ?? cutConstant(of, cut.axis, cut.start, cut.end);
}

/** Null where the cut must stay where it is. */
function brought(of: Constant, { axis, start, end }: Cut): Constant | null {
  const dims = of.dims.map((dim, at) => (at === axis ? end - start : dim));
  const inner = (part: Constant, at = axis): Constant | null => within(part, { axis: at, start, end });
  switch (of.made) {
    case 'stored':
      return storedRows(of, { axis, start, end });
    case 'scaled': {
      const part = inner(of.of);
      return part && { ...of, dims, of: part };
    }
    case 'moved': {
      const part = inner(of.of, of.perm[axis]);
      return part && { ...of, dims, of: part };
    }
    case 'shaped': {
      const at = sameAxis(of.dims, axis, of.of.dims);
      const part = at === null ? null : inner(of.of, at);
      return part && { ...of, dims, of: part };
    }
    case 'summed': {
      const [one, other] = [inner(of.of), inner(of.and)];
      return one && other && { ...of, dims, of: one, and: other };
    }
    case 'product': {
      const part = inner(axis === 0 ? of.of : of.times);
      return part && (axis === 0 ? { ...of, dims, of: part } : { ...of, dims, times: part });
    }
    case 'cut': {
      if (of.axis !== axis) return null;
      return within(of.of, { axis, start: of.start + start, end: of.start + end });
    }
    case 'dequantised':
      return dequantisedPart(of, { axis, start, end }, dims);
    case 'blocks':
      return axis === 1 ? blocksPart(of, { axis: 0, start, end }, dims) : null;
  }
}

/** Rows of stored numbers are stored numbers, in the same file behind the same name. Null for any other axis. */
function storedRows(of: Stored, { axis, start, end }: Cut): Stored | null {
  const size = rowBytes(of);
  if (axis !== 0 || size === null) return null;
  const [from, nBytes] = [start * size, (end - start) * size];
  const place = of.at.lastIndexOf(':') + 1;
  return {
    ...of,
    dims: [end - start, ...of.dims.slice(1)],
    nBytes,
    at: `${of.at.slice(0, place)}${Number(of.at.slice(place)) + from}`,
    bytes: (first = 0, last = nBytes) => of.bytes(from + first, from + last),
  };
}

/** Bytes of one place of the first axis; null where they are not whole, or written as varints. */
function rowBytes({ dims, elementType, areVarints, nBytes }: Stored): number | null {
  const size = (dims.slice(1).reduce((product, dim) => product * dim, 1) * bitsOf(elementType)) / 8;
  return !areVarints && Number.isInteger(size) && size * (dims[0] ?? 0) === nBytes ? size : null;
}

/** The axis of another shape of the same numbers that has the same places; null for none. */
function sameAxis(dims: readonly number[], axis: number, others: readonly number[]): number | null {
  const behind = (all: readonly number[], at: number): number =>
    all.slice(at + 1).reduce((product, dim) => product * dim, 1);
  const found = others.findIndex((dim, at) => dim === dims[axis] && behind(others, at) === behind(dims, axis));
  return found < 0 ? null : found;
}

function dequantisedPart(of: Made<'dequantised'>, cut: Cut, dims: readonly number[]): Constant | null {
  const part = within(of.of, cut);
  const isOne = ({ dims: all }: Constant): boolean => all.every((dim) => dim === 1);
  // Of blocks each scale stands for several places: on their axis a part may begin in the middle of one.
  if (of.blockSize > 0 && of.axis === cut.axis) return null;
  const beside = (each: Constant): Constant | null => {
    if (isOne(each) || (of.blockSize === 0 && of.axis !== cut.axis)) return each;
    return within(each, of.blockSize === 0 ? { ...cut, axis: 0 } : cut);
  };
  const [scale, zero] = [beside(of.scale), of.zero && beside(of.zero)];
  if (part === null || scale === null || (of.zero !== null && zero === null)) return null;
  return { ...of, dims, of: part, scale, zero };
}

/** Columns of weights in blocks are rows of what is stored; scales and zero points stand by rows as well, in one axis or in two. */
function blocksPart(of: Made<'blocks'>, { start, end }: Cut, dims: readonly number[]): Constant | null {
  const nColumns = of.dims[1] ?? 0;
  const rows = (each: Constant): Constant | null => {
    const [nStored = 0] = each.dims;
    const times = nStored / nColumns;
    if (each.made !== 'stored' || !Number.isInteger(times)) return null;
    return storedRows(each, { axis: 0, start: start * times, end: end * times });
  };
  const [part, scale, zero] = [rows(of.of), rows(of.scale), of.zero && rows(of.zero)];
  if (part === null || scale === null || (of.zero !== null && zero === null)) return null;
  return { ...of, dims, of: part, scale, zero };
}
