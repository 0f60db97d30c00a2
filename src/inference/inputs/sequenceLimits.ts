import { fixedCacheOf } from '../runtime/fixedCache.ts';
import type { FedInput } from './roles.ts';

/** What a graph says of the sequences that it reads; null where it says nothing. */
export type SequenceLimits = {
  /** Declared length: shorter sequences are filled up, longer ones are cut. */
  readonly length: number | null;
  /** Rows of the table of positions. */
  readonly nPositions: number | null;
  /** Rows of the table of tokens: ids from here on are none. */
  readonly nIds: number | null;
};

/** The limits of the graph that takes the text, which stores `nPositions` positions (null: none). */
export function sequenceLimits(inputs: readonly FedInput[], nPositions: number | null): SequenceLimits {
  const ids = inputs.find(({ role }) => role === 'ids');
  const positions = inputs.find(({ role }) => role === 'positions');
  const length = ids?.dims.at(-1);
  const isFixed = typeof length === 'number' && length > 0;
  const cache = fixedCacheOf(inputs);
  // What is written into a cache of one length ends with it.
  const nPlaces = cache?.isWritten === true ? cache.nPlaces : null;
  const tables = [nPositions, positions?.nRows ?? null, nPlaces].filter((rows) => rows !== null);
  return {
    length: isFixed ? length : null,
    nPositions: tables.length === 0 ? null : Math.min(...tables),
    nIds: ids?.nRows ?? null,
  };
}
