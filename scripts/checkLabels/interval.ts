export type Interval = { readonly low: number; readonly high: number };

/** 95 % interval of a share after Wilson 1927, which holds for rare events and few tries too. */
export function wilson(nHits: number, nTries: number): Interval {
  const z = 1.959964;
  const share = nHits / nTries;
  const middle = (share + (z * z) / (2 * nTries)) / (1 + (z * z) / nTries);
  const half = (z / (1 + (z * z) / nTries)) * Math.sqrt((share * (1 - share)) / nTries + (z * z) / (4 * nTries ** 2));
  return { low: nHits === 0 ? 0 : middle - half, high: nHits === nTries ? 1 : middle + half };
}
