import { columnsOf, ownStored } from '../columns.ts';
import type { Rows } from '../columns.ts';
import { partsOf } from '../constants.ts';
import type { Constant, ExternalData } from '../constants.ts';
import { bytesOf } from '../decodeConstant.ts';

type Stored = Extract<Constant, { made: 'stored' }>;

/** Where stored numbers lie: in the file of the graph (`location` null), or in one beside it, as the graph spells its path. */
export type FilePlace = { readonly location: string | null; readonly offset: number; readonly nBytes: number };

/** Weights that are not kept beside the model but read from its files when they are asked for. */
export type LeftWeights = {
  /** How they are made of stored numbers, whose bytes are left out. */
  readonly form: Constant;
  /** Where these bytes lie, in the order of `partsOf`: all of a stretch, or rows of it. */
  readonly places: readonly (FilePlace & { readonly rows: Rows | null })[];
  /** Set where they are read from the disk or what the browser keeps, and fetched from nowhere. */
  readonly isKeptOnly?: true;
};

/** The files that a graph was read from: itself, null where its bytes are not those of a file, and those beside it. */
export type GraphBytes = { readonly model: Uint8Array | null; readonly external: ExternalData };

/** Larger weights than these are not read either: a layer's 4096 x 4096 numbers of 32 bits. */
const MAX_BYTES = 2 ** 26;

/** Nor are those between which more than this would pass by. */
const MAX_PASSED = 2 ** 28;

/** Weights without their bytes, and where to read them; 'too-large' for more than is read at once, or where they lie in no file. */
export function leftWeights(weights: Constant, files: GraphBytes): LeftWeights | 'too-large' {
  const places = leavesOf(weights).map(({ of, rows }) => {
    const place = placeOf(of, files);
    return place && { ...place, rows };
  });
  const found = places.flatMap((place) => place ?? []);
  const passed = found.reduce((sum, { nBytes }) => sum + nBytes, 0);
  const isTooLarge = bytesOf(weights) > MAX_BYTES || passed > MAX_PASSED;
  if (found.length < places.length || isTooLarge) return 'too-large';
  return { form: withBytes(weights, () => new Uint8Array(0)), places: found };
}

/** The weights with their bytes, one array for each of `places`. */
export function filledWeights({ form }: LeftWeights, parts: readonly Uint8Array[]): Constant {
  const left = [...parts];
  return withBytes(form, () => left.shift() ?? new Uint8Array(0));
}

/** Bytes of a file beside the graph may be on disk still: where they lie is told without a look at them. */
export function placeOf({ at, nBytes, bytes }: Stored, { model, external }: GraphBytes): FilePlace | null {
  const location = at.slice(0, at.lastIndexOf(':'));
  if (location !== '') {
    const offset = Number(at.slice(location.length + 1));
    return external.some(({ path }) => path === location) ? { location, offset, nBytes } : null;
  }
  const own = bytes();
  const offset = own.byteOffset - (model?.byteOffset ?? 0);
  const isInside = model?.buffer === own.buffer && offset >= 0 && offset + nBytes <= model.length;
  return isInside ? { location: null, offset, nBytes } : null;
}

/** Stored numbers, and columns of them. */
function leavesOf(constant: Constant): readonly { readonly of: Stored; readonly rows: Rows | null }[] {
  if (constant.made === 'stored') return [{ of: constant, rows: null }];
  const columns = columnsOf(constant);
  return columns === null ? partsOf(constant).flatMap(leavesOf) : [columns];
}

/** The same made of other bytes, which are asked for in the order of `partsOf`. */
function withBytes(constant: Constant, next: () => Uint8Array): Constant {
  const inner = (of: Constant): Constant => withBytes(of, next);
  const columns = columnsOf(constant);
  if (columns !== null) return ownStored({ ...columns.of, dims: constant.dims, nBytes: columns.nBytes }, next());
  switch (constant.made) {
    case 'stored':
      return ownStored(constant, next());
    case 'dequantised':
    case 'blocks': {
      const [of, scale] = [inner(constant.of), inner(constant.scale)];
      return { ...constant, of, scale, zero: constant.zero && inner(constant.zero) };
    }
    case 'summed':
      return { ...constant, of: inner(constant.of), and: inner(constant.and) };
    case 'product':
      return { ...constant, of: inner(constant.of), times: inner(constant.times) };
    case 'shaped':
    case 'moved':
    case 'cut':
    case 'scaled':
      return { ...constant, of: inner(constant.of) };
  }
}
