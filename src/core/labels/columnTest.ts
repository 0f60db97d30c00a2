import type { LabelContext } from './context.ts';
import { gate } from './gates.ts';
import { contentWords } from './goals.ts';
import { randomStream } from '../random.ts';
import type { Gate } from './report.ts';
import type { Pattern } from './rowSums.ts';
import type { Skill } from './skill.ts';
import type { TextFacts } from './textFacts.ts';

const N_DRAWS = 999;
const N_TASTE_DRAWS = 299;
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

/**
 * Could a head that likes certain columns, whatever they hold and whoever asks, look as far away by chance? Its taste (what
 * a column gets of what it could get) is dealt to the columns anew 299 times; the score must reach what 99 of 100 such heads
 * stay below. In a causal text one early column is far from nearly every word.
 * Shape: pattern [query, key]. Cost: one step per token and draw.
 */
export function columnsGate(pattern: Pattern, { text, regions, targets }: LabelContext, { score }: Skill): Gate {
  const target = targets.get('long_range')?.target;
  if (!target) throw new RangeError('invalid label: long_range has no target in this text');
  const { nTokens } = text;
  const { allowed } = regions.content;
  const got = new Float64Array(nTokens);
  const possible = new Float64Array(nTokens);
  const masses = Array.from(target.queries, (query) => {
    let mass = 0;
    for (let key = 0; key < nTokens; key++) mass += allowed[query * nTokens + key]! * pattern[query * nTokens + key]!;
    for (let key = 0; key < nTokens; key++) {
      got[key]! += allowed[query * nTokens + key]! * pattern[query * nTokens + key]!;
      possible[key]! += allowed[query * nTokens + key]! * mass;
    }
    return mass;
  });
  const keys = [...got.keys()].filter((key) => possible[key]! > 0);
  const tastes = keys.map((key) => got[key]! / possible[key]!);
  const random = randomStream(SEED);
  const scores = Array.from({ length: N_TASTE_DRAWS }, () => {
    for (let place = tastes.length - 1; place > 0; place--) {
      const other = Math.floor(random() * (place + 1));
      [tastes[place], tastes[other]] = [tastes[other]!, tastes[place]!];
    }
    return distanceSkill(keys, tastes, masses);
  }).toSorted((a, b) => a - b);
  return gate('columns', scores[Math.ceil(0.99 * N_TASTE_DRAWS) - 1]!, score);

  /** The long-range score of a head that gives each column its taste, as far as the row may look there. */
  function distanceSkill(columns: readonly number[], taste: readonly number[], rowMasses: readonly number[]): number {
    // Sums of taste and of taste x place up to each column: the mean distance of a row is made of them.
    const sums = new Float64Array(nTokens + 1);
    const moments = new Float64Array(nTokens + 1);
    columns.forEach((key, place) => {
      sums[key + 1] = taste[place]!;
      moments[key + 1] = taste[place]! * key;
    });
    for (let key = 1; key <= nTokens; key++) {
      sums[key]! += sums[key - 1]!;
      moments[key]! += moments[key - 1]!;
    }
    let excess = 0;
    let room = 0;
    for (const [row, query] of target!.queries.entries()) {
      const before = query * sums[query + 1]! - moments[query + 1]!;
      const after = text.isCausal
        ? 0
        : moments[nTokens]! - moments[query + 1]! - query * (sums[nTokens]! - sums[query + 1]!);
      const all = text.isCausal ? sums[query + 1]! : sums[nTokens]!;
      const mean = target!.mean[row]!;
      room += rowMasses[row]! * target!.gain[row]!;
      if (all > 0) excess += rowMasses[row]! * ((before + after) / all - mean);
    }
    return room > 0 ? excess / room : 0;
  }
}
