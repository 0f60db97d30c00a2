/** Mean and variance, in nats, of the entropy of a row of random weights. */
type FlatEntropy = { readonly mean: number; readonly variance: number };

const flatEntropies: FlatEntropy[] = [];

/**
 * Entropy of a flat Dirichlet row over `nKeys` keys, in nats: mean H_K - 1 with H_K the harmonic number, variance
 * 2 (pi^2/6 - 1) / (K + 1) - (pi^2/6 - sum of 1/k^2 up to K).
 * Source: the posterior moments of entropy of Wolpert and Wolf 1995, for the flat prior without data.
 */
export function flatRowEntropy(nKeys: number): FlatEntropy {
  const known = flatEntropies[nKeys];
  if (known) return known;
  const basel = Math.PI ** 2 / 6;
  let harmonic = 0;
  let squares = 0;
  for (let k = 1; k <= nKeys; k++) {
    harmonic += 1 / k;
    squares += 1 / (k * k);
  }
  const variance = (2 * (basel - 1)) / (nKeys + 1) - (basel - squares);
  const entropy = { mean: harmonic - 1, variance: Math.max(0, variance) };
  flatEntropies[nKeys] = entropy;
  return entropy;
}
