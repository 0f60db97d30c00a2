import type { Token } from '../../tokens.ts';
import { makeRegion } from '../regions.ts';
import type { Region } from '../regions.ts';
import { describeText, factsOf } from '../textFacts.ts';
import type { TextFacts } from '../textFacts.ts';

/** Two sequences made ready for labelling, of which the tokens of one look at those of the other. Make it once per stack. */
export type CrossContext = {
  readonly queries: TextFacts;
  readonly keys: TextFacts;
  /** Every key, and those that are no special tokens, as each query sees them. Shape: [query, key]. */
  readonly all: Region;
  readonly content: Region;
  /** Whether both are read from their beginning to their end, as texts and sounds are; patches and learned queries have no such order. */
  readonly isOrdered: boolean;
  /** What the keys are of, where it is no text. */
  readonly what?: 'sound';
};

/** Makes the axes of cross-attention ready for labelling. */
export function createCrossContext(
  queryTokens: readonly Token[],
  keyTokens: readonly Token[],
  { isOrdered, what }: Pick<CrossContext, 'isOrdered' | 'what'>,
): CrossContext {
  const [queries, keys] = [queryTokens, keyTokens].map((tokens) => describeText(tokens.map(factsOf), false));
  if (queries === undefined || keys === undefined) throw new RangeError('two axes are needed');
  return {
    queries,
    keys,
    all: makeRegion(queries.nTokens, () => true, keys.nTokens),
    content: makeRegion(queries.nTokens, (_, key) => keys.content[key] === 1, keys.nTokens),
    isOrdered,
    ...(what && { what }),
  };
}
