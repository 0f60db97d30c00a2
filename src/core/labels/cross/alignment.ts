import { randomStream } from '../../random.ts';
import type { Pattern } from '../rowSums.ts';
import type { CrossContext } from './crossContext.ts';

/** How far the place that is looked at moves on with the query. */
type Alignment = {
  /**
   * The rank correlation of query and key over all weights on content keys, -1 to 1: 1 where each query looks past what the one before
   * looked at, 0 where all look alike.
   */
  readonly score: number;
  /** Standard deviation of `score` if the rows were dealt to the queries blindly. */
  readonly deviation: number;
  readonly z: number;
  /** Mean attention of the rows on content keys. */
  readonly coverage: number;
  readonly rows: number;
  /** What each row adds for each place it stands later: the mean rank of its keys, from -1/2 to 1/2, times its mass there. Shape: [row]. */
  readonly pulls: Float64Array;
};

const N_SHUFFLES = 999;
const SEED = 1;

/**
 * Measures a head over content rows and content keys. Ranks of keys are those of all attention together, so that a pause in a sound or a
 * word that takes many queries bends the way without costing anything. Shape: pattern [query, key].
 */
export function alignmentOf(pattern: Pattern, { queries, keys }: CrossContext): Alignment {
  const nKeys = keys.nTokens;
  const rows = [...queries.content.keys()].filter((query) => queries.content[query] === 1);
  const pooled = new Float64Array(nKeys);
  const masses = rows.map((query) => {
    let mass = 0;
    for (let key = 0; key < nKeys; key++) {
      if (keys.content[key] === 0) continue;
      pooled[key]! += pattern[query * nKeys + key]!;
      mass += pattern[query * nKeys + key]!;
    }
    return mass;
  });
  const all = masses.reduce((sum, mass) => sum + mass, 0);
  const ranks = new Float64Array(nKeys);
  let below = 0;
  let keySpread = 0;
  for (let key = 0; key < nKeys; key++) {
    ranks[key] = all > 0 ? (below + pooled[key]! / 2) / all - 0.5 : 0;
    below += pooled[key]!;
    keySpread += pooled[key]! * ranks[key]! ** 2;
  }
  const pulls = Float64Array.from(rows, (query) => {
    let pull = 0;
    for (let key = 0; key < nKeys; key++) {
      if (keys.content[key] === 1) pull += pattern[query * nKeys + key]! * ranks[key]!;
    }
    return pull;
  });
  const middle = masses.reduce((sum, mass, row) => sum + mass * row, 0) / all;
  const rowSpread = masses.reduce((sum, mass, row) => sum + mass * (row - middle) ** 2, 0);
  const room = Math.sqrt(rowSpread * keySpread);
  const n = rows.length;
  // Of n places the variance is (n^2 - 1) / 12; rows dealt to places without putting back vary by the product of both sums.
  const squares = pulls.reduce((sum, pull) => sum + pull * pull, 0);
  const deviation = Math.sqrt((squares * n * (n + 1)) / 12);
  const isMoving = room > 1e-9 && n > 1;
  const pulled = pullOf(pulls);
  return {
    score: isMoving ? pulled / room : n > 0 ? 0 : NaN,
    deviation: isMoving ? deviation / room : NaN,
    z: isMoving && deviation > 1e-9 ? pulled / deviation : 0,
    coverage: n > 0 ? all / n : NaN,
    rows: n,
    pulls,
  };
}

/** The share of 999 shuffles of the rows that move on as far, the head itself counted as one of a thousand; seeded, so always the same. */
export function shuffledRowsP({ pulls }: Pick<Alignment, 'pulls'>): number {
  const observed = pullOf(pulls);
  const random = randomStream(SEED);
  const dealt = pulls.slice();
  let nAsFar = 0;
  for (let draw = 0; draw < N_SHUFFLES; draw++) {
    for (let place = dealt.length - 1; place > 0; place--) {
      const other = Math.floor(random() * (place + 1));
      [dealt[place], dealt[other]] = [dealt[other]!, dealt[place]!];
    }
    if (pullOf(dealt) >= observed - 1e-12) nAsFar++;
  }
  return (1 + nAsFar) / (1 + N_SHUFFLES);
}

function pullOf(pulls: Float64Array): number {
  return pulls.reduce((sum, pull, row) => sum + pull * row, 0);
}
