import { AppError } from '../../core/errors.ts';
import type { Token } from '../../core/tokens.ts';
import type { ModelConfig } from '../sources/modelConfig.ts';
import type { Size } from './preprocessor.ts';

/** How the tokens of a vision model lie over its picture: some before the patches, then patches, row by row where nothing else is said. */
export type PatchGrid = {
  readonly nPrefix: number;
  readonly nRows: number;
  readonly nColumns: number;
  /** Which patch, counted row by row, each token behind the prefix is; left out where they stand row by row. */
  readonly order?: readonly number[];
  /** Of a film: how many moments of it stand one below another; left out for a picture. */
  readonly nMoments?: number;
  /** Learned tokens behind the patches; left out for none. */
  readonly nBehind?: number;
};

/** Models have up to a handful of registers. */
const MAX_PREFIX = 32;

/**
 * The grid of patches that a number of tokens makes on a picture.
 * From the patch size, or that size doubled where later stages merge patches; without one, the fewest tokens are set
 * apart that leave patches of the picture's shape.
 * Throws AppError 'unsupported-graph' if no grid has so many patches.
 */
export function patchGrid(nTokens: number, { width, height }: Size, patchSize: number | null): PatchGrid {
  for (let size = patchSize ?? 0; size > 0 && size <= Math.min(width, height); size *= 2) {
    const [nRows, nColumns] = [Math.floor(height / size), Math.floor(width / size)];
    const nPrefix = nTokens - nRows * nColumns;
    if (nPrefix >= 0 && nPrefix <= (size === patchSize ? MAX_PREFIX : 1)) return { nPrefix, nRows, nColumns };
  }
  for (let nPrefix = 0; nPrefix <= Math.min(MAX_PREFIX, nTokens - 1); nPrefix++) {
    const nPatches = nTokens - nPrefix;
    const nRows = Math.round(Math.sqrt((nPatches * height) / width));
    const nColumns = nPatches / nRows;
    if (Number.isInteger(nColumns) && nColumns * height === nRows * width) return { nPrefix, nRows, nColumns };
  }
  throw new AppError('unsupported-graph', `${nTokens} tokens are no grid of patches on ${width} x ${height} pixels`);
}

/** The tokens of a vision model: [CLS] and registers, then "patch row,column", counted from 0, of a film "t0 row,column" for each moment, and "query 0" behind them; regions are parts that are made of several. */
export function patchTokens(
  grid: PatchGrid,
  { type, nRegisters }: ModelConfig,
  part: 'patch' | 'region' = 'patch',
): readonly Token[] {
  const { nPrefix, nRows, nColumns, order, nMoments = 1, nBehind = 0 } = grid;
  const perMoment = (nRows * nColumns) / nMoments;
  const end = nPrefix + nRows * nColumns;
  return Array.from({ length: end + nBehind }, (_, position) => {
    const special = position < nPrefix || position >= end;
    const patch = order?.[position - nPrefix] ?? position - nPrefix;
    const own = position < end ? prefixName(position, nPrefix, nRegisters, type) : `query ${position - end}`;
    const what = nMoments === 1 ? part : `t${Math.floor(patch / perMoment)}`;
    const text = special ? own : `${what} ${Math.floor((patch % perMoment) / nColumns)},${patch % nColumns}`;
    return { position, id: position, piece: text, text, start: 0, end: 0, special, segment: 0 };
  });
}

function prefixName(position: number, nPrefix: number, nRegisters: number, type: string): string {
  // A model without [CLS] has all of its first tokens as registers.
  const nNamed = nRegisters > 0 ? Math.max(0, nPrefix - nRegisters) : Math.min(1, nPrefix);
  if (position < nNamed) return position === 0 ? '[CLS]' : '[DIST]';
  if (type === 'deit' && position === 1 && nPrefix === 2) return '[DIST]';
  return `register ${position - nNamed}`;
}
