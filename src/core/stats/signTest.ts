/**
 * How often chance alone makes at least `nAgree` of `n` signs, or at most `n - nAgree`, the same: the two-sided sign test, 0 to 1.
 * Throws RangeError unless 0 <= nAgree <= n. 1 for no signs at all.
 */
export function signTest(nAgree: number, n: number): number {
  if (!(nAgree >= 0 && nAgree <= n)) throw new RangeError(`invalid signs: ${nAgree} of ${n}`);
  const most = Math.max(nAgree, n - nAgree);
  let ways = 1;
  let tail = 0;
  for (let k = n; k >= most; k--) {
    tail += ways;
    ways = (ways * k) / (n - k + 1);
  }
  return Math.min(1, (2 * tail) / 2 ** n);
}
