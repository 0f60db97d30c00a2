import type { RunFile } from './runFile.ts';

/** Scores over the vocabulary. Shape [token, vocabulary]. */
export type Scores = { readonly nVocab: number; readonly data: Float32Array };

/** Natural logarithms of one row's probabilities, in double precision. */
function logProbabilities({ nVocab, data }: Scores, row: number): Float64Array {
  const scores = Float64Array.from(data.subarray(row * nVocab, (row + 1) * nVocab));
  const top = scores.reduce((a, b) => Math.max(a, b));
  const sum = scores.reduce((total, score) => total + Math.exp(score - top), 0);
  return scores.map((score) => score - top - Math.log(sum));
}

/** The effect on the prediction of each next token, worked out from two tables of scores and nothing of the page's own code. */
export function nextTokenEffect(tokens: RunFile['json']['tokens'], before: Scores, after: Scores) {
  // What is predicted from a special token alone is not scored; what the last token predicts has no truth to be held against.
  const positions = tokens.filter(({ special }) => !special).map(({ position }) => position);
  const rows = positions.map((position) => {
    const p = logProbabilities(before, position);
    const q = logProbabilities(after, position);
    const target = tokens[position + 1]?.id;
    const kl = p.reduce((sum, logP, id) => sum + Math.exp(logP) * (logP - q[id]!), 0);
    return {
      position,
      kl,
      lossBefore: target === undefined ? null : -p[target]!,
      lossAfter: target === undefined ? null : -q[target]!,
      isFlipped: p.indexOf(Math.max(...p)) !== q.indexOf(Math.max(...q)),
    };
  });
  const mean = (values: readonly (number | null)[]): number => {
    const there = values.filter((value) => value !== null);
    return there.reduce((sum, value) => sum + value, 0) / there.length;
  };
  const worst = rows.reduce((a, b) => (b.kl > a.kl ? b : a));
  return {
    rows,
    lossBefore: mean(rows.map((row) => row.lossBefore)),
    lossAfter: mean(rows.map((row) => row.lossAfter)),
    meanKl: mean(rows.map((row) => row.kl)),
    maxKl: worst.kl,
    worst: worst.position,
    nFlips: rows.filter(({ isFlipped }) => isFlipped).length,
    nPositions: rows.length,
  };
}

/** The distance of two heads: over rows with 3 keys or more, the mean of sqrt(JSD / ln 2). Patterns [query, key], causal. */
export function headDistance(a: Float32Array, b: Float32Array, nTokens: number): number {
  let sum = 0;
  let count = 0;
  for (let query = 2; query < nTokens; query++) {
    let divergence = 0;
    for (let key = 0; key <= query; key++) {
      const [p, q] = [a[query * nTokens + key]!, b[query * nTokens + key]!];
      const middle = (p + q) / 2;
      if (p > 0) divergence += (p * Math.log(p / middle)) / 2;
      if (q > 0) divergence += (q * Math.log(q / middle)) / 2;
    }
    sum += Math.sqrt(Math.max(0, divergence) / Math.LN2);
    count++;
  }
  return sum / count;
}
