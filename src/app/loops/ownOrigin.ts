/**
 * False in a frame that its page gave no origin (sandbox without allow-same-origin): workers, storage and caches are refused
 * there, and no model can run.
 */
export function hasOwnOrigin(): boolean {
  return window.origin !== 'null';
}
