import { randomStream } from '../src/core/random.ts';
import type { AttentionTensor } from '../src/core/tensor.ts';

/** The shapes that labels name, as heads made to measure. */
export type PatternKind = (typeof PATTERN_KINDS)[number];

export const PATTERN_KINDS = [
  'previous',
  'self',
  'offset',
  'local',
  'first',
  'column',
  'same_token',
  'induction',
  'block',
  'far',
  'uniform',
  'random',
  'sink and previous',
  'next',
] as const;

/** Words come back after so many positions, so that "same token" and "induction" have something to look at. */
export const PERIOD = 9;

/** Weight of a cell before its row is made to sum to 1. */
function weightAt(kind: PatternKind, query: number, key: number, nKeys: number, random: () => number): number {
  const offset = key - query;
  switch (kind) {
    case 'previous':
      return Number(offset === -1);
    case 'next':
      return Number(offset === 1);
    case 'self':
      return Number(offset === 0);
    case 'offset':
      return Number(offset === -3);
    case 'local':
      return Math.max(0, 1 - Math.abs(offset) / 3);
    case 'first':
      return Number(key === 0);
    case 'column':
      return Number(key === Math.floor(nKeys / 3));
    case 'same_token':
      return Number(offset !== 0 && offset % PERIOD === 0);
    case 'induction':
      return Number(offset < 0 && (offset - 1) % PERIOD === 0);
    case 'block':
      return Number(query < nKeys / 2 === key < nKeys / 2);
    case 'far':
      return Math.max(0, Math.abs(offset) / nKeys - 0.3) ** 2;
    case 'uniform':
      return 1;
    case 'random':
      return random() ** 12;
    case 'sink and previous':
      return 0.6 * Number(key === 0) + 0.4 * Number(offset === -1);
  }
}

/** One head: 9/10 the shape, 1/10 noise; rows sum to 1 over the keys that may be looked at. Shape [query, key]. */
export function makePattern(
  kind: PatternKind,
  nQueries: number,
  nKeys: number,
  isCausal: boolean,
  seed: number,
): Float32Array {
  const random = randomStream(seed);
  const pattern = new Float32Array(nQueries * nKeys);
  for (let query = 0; query < nQueries; query++) {
    const end = isCausal ? query + 1 : nKeys;
    const shape = Array.from({ length: end }, (_, key) => weightAt(kind, query, key, nKeys, random));
    const noise = Array.from({ length: end }, () => random());
    const [ofShape, ofNoise] = [sum(shape), sum(noise)];
    for (let key = 0; key < end; key++) {
      // A row without a cell of the shape rests on the first key.
      const share = ofShape > 0 ? (shape[key] ?? 0) / ofShape : Number(key === 0);
      pattern[query * nKeys + key] = 0.9 * share + (0.1 * (noise[key] ?? 0)) / ofNoise;
    }
  }
  return pattern;
}

/** A model's worth of heads, the kinds in turn. */
export function makeTensor(nLayers: number, nHeads: number, nTokens: number, isCausal: boolean): AttentionTensor {
  const size = nTokens * nTokens;
  const data = new Float32Array(nLayers * nHeads * size);
  const kinds = PATTERN_KINDS.filter((kind) => !(isCausal && kind === 'next'));
  for (let head = 0; head < nLayers * nHeads; head++) {
    const kind = kinds[head % kinds.length] ?? 'uniform';
    data.set(makePattern(kind, nTokens, nTokens, isCausal, head + 1), head * size);
  }
  return { kind: isCausal ? 'decoder' : 'encoder', nLayers, nHeads, nQueries: nTokens, nKeys: nTokens, data };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
