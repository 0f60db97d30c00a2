import type { GraphFacts } from '../surgery/types.ts';

/** What a graph says of the sequences that it reads; null where it says nothing. */
export type SequenceLimits = {
  /** Declared length: shorter sequences are filled up, longer ones are cut. */
  readonly length: number | null;
  /** Rows of the table of positions. */
  readonly nPositions: number | null;
  /** Rows of the table of tokens: ids from here on are none. */
  readonly nIds: number | null;
};

/** Reads the limits of the graph that takes the text. */
export function sequenceLimits(facts: Pick<GraphFacts, 'inputs' | 'nPositions'> | undefined): SequenceLimits {
  const ids = facts?.inputs.find(({ role }) => role === 'ids');
  const positions = facts?.inputs.find(({ role }) => role === 'positions');
  const length = ids?.dims.at(-1);
  const isFixed = typeof length === 'number' && length > 0;
  const tables = [facts?.nPositions ?? null, positions?.nRows ?? null].filter((rows) => rows !== null);
  return {
    length: isFixed ? length : null,
    nPositions: tables.length === 0 ? null : Math.min(...tables),
    nIds: ids?.nRows ?? null,
  };
}
