/** Longest time that work in parts holds the page up, in milliseconds. */
const SLICE_MS = 12;

/** A function to be awaited between the parts of long work: it gives the page a turn when the last one is long enough ago. */
export function pauseIfLong(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
    since = performance.now();
  };
}
