import { describeText, factsOf } from '../labels/textFacts.ts';
import type { Token } from '../tokens.ts';
import { placeWords } from './listedWords.ts';

/** Distances are told apart up to here, before and after a token; those that are larger stand together. */
const REACH = 8;

/** How many classes of distance there are: that many to the left, as many to the right. */
const N_DISTANCES = 2 * (REACH + 1);

/** What the heads of one stack give to listed words in one sentence, and to its other words, as sums. */
export type WordSums = {
  /** Listed words that some row can look at. */
  readonly nWords: number;
  /** Content rows with a listed word to look at that is not their own. */
  readonly nRows: number;
  /** Sum over these rows of the share of their keys that are of listed words, their own word aside. */
  readonly chance: number;
  /** Sum over these rows of what goes to listed words. Shape: [layer, head]. */
  readonly attention: Float64Array;
  /** Cells of these rows that lie on listed words, by distance. Shape: [distance]. */
  readonly listedAt: Float64Array;
  /** Cells of content rows that lie on other words, by distance. Shape: [distance]. */
  readonly othersAt: Float64Array;
  /** What goes to these. Shape: [layer, head, distance]. */
  readonly attentionAt: Float64Array;
};

type Patterns = {
  /** Weights of each head in the order of layers and heads. Shape of each: [query, key]. */
  readonly heads: readonly Float32Array[];
  readonly tokens: readonly Token[];
  readonly text: string;
  readonly isCausal: boolean;
};

/**
 * Adds up over one sentence what each head gives to tokens of listed words. A row looks at keys that the model lets it see, not
 * at its own word, and never counts a key that heads rest on (special tokens, position 0 of a causal model) as a word.
 */
export function wordSums({ heads, tokens, text, isCausal }: Patterns, words: ReadonlySet<string>): WordSums {
  const n = tokens.length;
  const { content, sink } = describeText(tokens.map(factsOf), isCausal);
  const { word, isListed } = placeWords(tokens, text, words);
  const attention = new Float64Array(heads.length);
  const listedAt = new Float64Array(N_DISTANCES);
  const othersAt = new Float64Array(N_DISTANCES);
  const attentionAt = new Float64Array(heads.length * N_DISTANCES);
  const seen = new Set<number>();
  let nRows = 0;
  let chance = 0;
  for (let query = 0; query < n; query++) {
    if (content[query] === 0) continue;
    const own = word[query]!;
    let nKeys = 0;
    let nListed = 0;
    for (let key = 0; key < (isCausal ? query + 1 : n); key++) {
      if (key === query || (own >= 0 && word[key] === own)) continue;
      nKeys += 1;
      if (word[key]! < 0 || sink[key] === 1) continue;
      const distance = distanceClass(key - query);
      const cell = query * n + key;
      if (isListed[key] === 1) {
        nListed += 1;
        seen.add(word[key]!);
        listedAt[distance]! += 1;
        for (const [head, weights] of heads.entries()) attention[head]! += weights[cell]!;
      } else {
        othersAt[distance]! += 1;
        for (const [head, weights] of heads.entries()) attentionAt[head * N_DISTANCES + distance]! += weights[cell]!;
      }
    }
    if (nListed === 0) continue;
    nRows += 1;
    chance += nListed / nKeys;
  }
  return { nWords: seen.size, nRows, chance, attention, listedAt, othersAt, attentionAt };
}

/** -9 or further, -8, ..., -1, 1, ..., 8, 9 or further -> 0, 1, ..., 8, 9, ..., 16, 17. */
function distanceClass(offset: number): number {
  const near = Math.max(-REACH - 1, Math.min(REACH + 1, offset));
  return near < 0 ? near + REACH + 1 : near + REACH;
}
