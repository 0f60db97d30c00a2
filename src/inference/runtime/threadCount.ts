/** Threads for WASM: half the cores, 1 to 4; only 1 where the page is not cross-origin isolated and cannot share memory. */
export function threadCount(isIsolated: boolean, nCores: number): number {
  return isIsolated ? Math.max(1, Math.min(4, Math.ceil(nCores / 2))) : 1;
}
