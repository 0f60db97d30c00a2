/**
 * How many standard deviations above its mean chance reaches 19 times in 20: for a normal curve 1.645, farther for the
 * best of several tries and for a skewed curve.
 * `skewness` enters by the first term of the Cornish-Fisher expansion; without it the best column of heads with peaked
 * rows passes its chance line in 20 to 35 of 100 shuffles instead of 5.
 */
export function chanceReach(skewness: number, nTried: number): number {
  const reach = quantile95(nTried);
  return reach + (skewness * (reach * reach - 1)) / 6;
}

/**
 * The standard normal quantile that the largest of `nTried` independent draws stays below 19 times in 20:
 * 1.645 for one, 2.68 for the best of 14.
 * Source: rational approximation 26.2.23 of Abramowitz and Stegun, absolute error below 4.5e-4.
 */
function quantile95(nTried: number): number {
  const tail = 1 - 0.95 ** (1 / Math.max(1, nTried));
  const t = Math.sqrt(-2 * Math.log(tail));
  return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}
