/** Patterns of one stack from 32 MB on are worth being in memory once. */
const MANY_WEIGHTS = 2 ** 23;

/**
 * Zeroed room for the patterns of a stack: many of them in memory that page and worker share, where the page is isolated and so
 * may have such; few, or else, in memory of their own, which is handed over.
 */
export function roomForWeights(nWeights: number): Float32Array {
  if (nWeights < MANY_WEIGHTS || typeof SharedArrayBuffer !== 'function') return new Float32Array(nWeights);
  return new Float32Array(new SharedArrayBuffer(nWeights * Float32Array.BYTES_PER_ELEMENT));
}

/** Whether patterns are so many that an older run's are worth letting go of as soon as can be. */
export function isMany({ length }: Float32Array): boolean {
  return length >= MANY_WEIGHTS;
}

/** Whether the numbers lie where the other thread reads them too. */
export function isShared({ buffer }: Float32Array): boolean {
  return typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer;
}
