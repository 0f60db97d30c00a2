import type { PartsBuilder } from './partsBuilder.ts';
import { positions } from './partsMasks.ts';
import { FLOAT32, INT64 } from './write.ts';

/** Tokens of several sequences in one row: which of them stand in one sequence, and their places in it. */
type PackedTokens = {
  /** [token, token]: whether both are of one sequence. */
  readonly isSame: string;
  /** [token, token]: how far behind the key the query stands. */
  readonly distance: string;
  /** [token] */
  readonly places: string;
};

/**
 * What the numbers of tokens before each sequence, [sequence + 1] from 0 on, say of a row of tokens.
 * A row that is all zeros is that of one sequence.
 */
export function packedTokens(b: PartsBuilder, lengths: string, nTokens: string): PackedTokens {
  const at = positions(b, nTokens);
  const starts = b.add('Cast', [lengths], { to: INT64 });
  const isBehind = b.add('Cast', [b.lessOrEqual(b.unsqueeze(starts, [1]), at)], { to: FLOAT32 });
  // How many sequences have begun by then tells which one it is.
  const ones = b.add('Expand', [b.float(1, false), b.lengthOf(starts, 0)]);
  const sequence = b.add('MatMul', [ones, isBehind]);
  const start = b.add('Gather', [starts, b.add('Sub', [b.add('Cast', [sequence], { to: INT64 }), b.ints(1)])]);
  return {
    isSame: b.add('Equal', [b.unsqueeze(sequence, [1]), b.unsqueeze(sequence, [0])]),
    distance: b.add('Sub', [b.unsqueeze(at, [1]), b.unsqueeze(at, [0])]),
    places: b.add('Sub', [at, start]),
  };
}
