import { sinkPositions } from '../hiding.ts';
import type { HeadRef } from '../selection.ts';
import type { Stack } from '../stack.ts';
import { isMaskToken } from '../tokens.ts';

/** What is asked of a token: where it looks (it is the query), or who looks at it (it is the key). */
export const ASK_SIDES = ['query', 'key'] as const;
export type AskSide = (typeof ASK_SIDES)[number];

/** What one head says about the asked token. */
export type Answer = {
  readonly head: HeadRef;
  /** The key that the asked query looks at most, or the query that looks at the asked key most; sinks and special tokens aside. Null where no other is allowed. */
  readonly position: number | null;
  /** The head's weight on that cell, 0 to 1. */
  readonly weight: number;
  /** That weight times the head's part of what all heads of the stack together give the cell: what many look at says little of one. */
  readonly standing: number;
  /** What of the asked row lies on sinks, 0 to 1; of an asked key 0. */
  readonly sinkMass: number;
};

/** The heads of a stack by what they say about a token, each kind best first. */
export type Answers = {
  readonly position: number;
  readonly side: AskSide;
  /** Heads with one answer. */
  readonly said: readonly Answer[];
  /** Heads that look at many words and at none of them much; of an asked key, heads that hardly look at it. */
  readonly vague: readonly Answer[];
  /** Heads whose row lies on sinks for the larger part. */
  readonly resting: readonly Answer[];
};

/** From this part of its row on sinks a head rests. */
const RESTS = 0.5;
/** A weight below this says nothing. */
const LEAST = 0.15;

/**
 * What every head of a stack says about one token. Shape of the stack's weights: [layer, head, query, key].
 * Throws RangeError if the asked side has no such position.
 */
export function answersOf(stack: Stack, position: number, side: AskSide): Answers {
  const { nQueries, nKeys } = stack.tensor;
  const nAsked = side === 'query' ? nQueries : nKeys;
  if (!(position >= 0 && position < nAsked)) throw new RangeError(`invalid position: ${position} of ${nAsked} tokens`);
  const answers = side === 'query' ? answersOfQuery(stack, position) : answersOfKey(stack, position);
  // That a head looks at the word itself tells least of the sentence.
  const isSelf = (one: Answer): boolean => stack.tensor.kind !== 'cross' && one.position === position;
  const ordered = answers.toSorted((a, b) => Number(isSelf(a)) - Number(isSelf(b)) || b.standing - a.standing);
  const isResting = ({ sinkMass }: Answer): boolean => sinkMass >= RESTS;
  const isClear = ({ weight }: Answer): boolean => weight >= LEAST;
  return {
    position,
    side,
    said: ordered.filter((one) => !isResting(one) && isClear(one)),
    vague: ordered.filter((one) => !isResting(one) && !isClear(one)),
    resting: ordered.filter(isResting),
  };
}

function answersOfQuery({ tensor, keyTokens, isCausal }: Stack, query: number): readonly Answer[] {
  const { nQueries, nKeys } = tensor;
  const end = isCausal ? query + 1 : nKeys;
  const sinks = sinkPositions(keyTokens, isCausal);
  return bestCells(tensor, (at) => {
    let best: number | null = null;
    let sinkMass = 0;
    const row = (at * nQueries + query) * nKeys;
    for (let key = 0; key < end; key++) {
      const weight = tensor.data[row + key]!;
      if (sinks[key]) sinkMass += weight;
      else if (best === null || weight > tensor.data[row + best]!) best = key;
    }
    return { position: best, cell: best === null ? null : query * nKeys + best, sinkMass };
  });
}

function answersOfKey({ tensor, queryTokens, isCausal }: Stack, key: number): readonly Answer[] {
  const { nQueries, nKeys } = tensor;
  return bestCells(tensor, (at) => {
    let best: number | null = null;
    const start = at * nQueries * nKeys + key;
    for (let query = isCausal ? key : 0; query < nQueries; query++) {
      const token = queryTokens[query];
      if (token === undefined || (token.special && !isMaskToken(token))) continue;
      if (best === null || tensor.data[start + query * nKeys]! > tensor.data[start + best * nKeys]!) best = query;
    }
    return { position: best, cell: best === null ? null : best * nKeys + key, sinkMass: 0 };
  });
}

type Found = { readonly position: number | null; readonly cell: number | null; readonly sinkMass: number };

/** Each head with the cell that was found for it, weighed against the other heads; `find` gets the number of the head in the stack. */
function bestCells(tensor: Stack['tensor'], find: (at: number) => Found): readonly Answer[] {
  const { nLayers, nHeads, nQueries, nKeys, data } = tensor;
  const size = nQueries * nKeys;
  const nAll = nLayers * nHeads;
  const totals = new Map<number, number>();
  const totalOf = (cell: number): number => {
    const known = totals.get(cell);
    if (known !== undefined) return known;
    let total = 0;
    for (let at = 0; at < nAll; at++) total += data[at * size + cell]!;
    totals.set(cell, total);
    return total;
  };
  return Array.from({ length: nAll }, (_, at) => {
    const { position, cell, sinkMass } = find(at);
    const head = { layer: Math.floor(at / nHeads), head: at % nHeads };
    const weight = cell === null ? 0 : data[at * size + cell]!;
    const standing = cell === null || weight === 0 ? 0 : (weight * weight) / totalOf(cell);
    return { head, position, weight, standing, sinkMass };
  });
}
