import type { Token } from './tokens.ts';
import { isMaskToken } from './tokens.ts';

/**
 * Positions that the switch "hide special tokens and sink" takes away: special tokens (a mask to be filled stays) and,
 * in a causal model, the first position, on which heads rest whatever word stands there.
 * Shape: [token], 1 = hidden.
 */
export function sinkPositions(tokens: readonly Token[], isCausal: boolean): Uint8Array {
  return Uint8Array.from(tokens, (token) =>
    (token.special && !isMaskToken(token)) || (isCausal && token.position === 0) ? 1 : 0,
  );
}

/** What is hidden on each axis of a pattern, 1 = hidden. Shapes: keys [key], queries [query]. */
export type Hidden = { readonly keys: Uint8Array; readonly queries: Uint8Array };

/**
 * What the switch takes from a stack: the sink positions of its keys, and the same rows where queries and keys are one
 * sequence. The queries of cross-attention are other tokens: they all stay.
 */
export function hiddenOf(queries: readonly Token[], keys: readonly Token[], isCausal: boolean): Hidden {
  const hiddenKeys = sinkPositions(keys, isCausal);
  return { keys: hiddenKeys, queries: queries === keys ? hiddenKeys : new Uint8Array(queries.length) };
}

/** The view of a pattern with some keys hidden: the shown weight is `pattern x rowScale`, 0 in hidden columns. */
export type HiddenRows = {
  /** 1 / (1 - hidden mass); 0 where nothing is left to show. Shape [query]. */
  readonly rowScale: Float32Array;
  /** Attention of the row that lies on hidden keys, 0 to 1. Shape [query]. */
  readonly hiddenMass: Float32Array;
};

/**
 * Renormalises the rows of a pattern after hiding keys.
 * Shapes: pattern [query, key], hidden [key] -> two arrays [query].
 * A row with less than 1e-6 of its attention left is not blown up: its scale is 0.
 */
export function renormalise(pattern: Float32Array, nKeys: number, hidden: Uint8Array): HiddenRows {
  const nQueries = pattern.length / nKeys;
  const rowScale = new Float32Array(nQueries);
  const hiddenMass = new Float32Array(nQueries);
  const columns: number[] = [];
  for (let key = 0; key < nKeys; key++) if (hidden[key]) columns.push(key);
  for (let query = 0; query < nQueries; query++) {
    let mass = 0;
    for (const key of columns) mass += pattern[query * nKeys + key]!;
    hiddenMass[query] = Math.min(1, mass);
    rowScale[query] = 1 - mass < 1e-6 ? 0 : 1 / (1 - mass);
  }
  return { rowScale, hiddenMass };
}
