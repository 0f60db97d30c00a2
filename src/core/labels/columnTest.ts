import { contentWords } from './goals.ts';
import { randomStream } from './random.ts';
import type { Pattern } from './rowSums.ts';
import type { TextFacts } from './textFacts.ts';

const N_DRAWS = 999;
const SEED = 1;

/**
 * Could a head with a taste for certain columns have hit the punctuation by chance? The share of 999 random choices of
 * as many columns that hold at least as much attention, from 0.001 to 1; above 0.05 the label is tentative.
 * Shape: pattern [query, key]. The draws are seeded, so the answer is always the same.
 */
export function punctuationColumnP(pattern: Pattern, text: TextFacts): number {
  const { nTokens, punctuation, sink, padding } = text;
  const rows = contentWords(text);
  const takesSinks = punctuation.some((isPunctuation, key) => isPunctuation === 1 && sink[key] === 1);
  const masses: number[] = [];
  let observed = 0;
  let nPunctuation = 0;
  for (let key = 0; key < nTokens; key++) {
    if (padding[key] === 1 || (sink[key] === 1 && !takesSinks)) continue;
    let mass = 0;
    for (let query = 0; query < nTokens; query++) if (rows[query] === 1) mass += pattern[query * nTokens + key]!;
    masses.push(mass);
    if (punctuation[key] === 0) continue;
    observed += mass;
    nPunctuation++;
  }
  const random = randomStream(SEED);
  let nAsLarge = 0;
  for (let draw = 0; draw < N_DRAWS; draw++) {
    let total = 0;
    for (let place = 0; place < nPunctuation; place++) {
      const other = place + Math.floor(random() * (masses.length - place));
      const chosen = masses[other]!;
      masses[other] = masses[place]!;
      masses[place] = chosen;
      total += chosen;
    }
    if (total >= observed - 1e-12) nAsLarge++;
  }
  return (1 + nAsLarge) / (1 + N_DRAWS);
}
