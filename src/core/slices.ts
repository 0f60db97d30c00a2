/** Long work in slices of a few milliseconds at most, so that whoever does it can stop in between; returns its result. */
export type Slices<Result> = Generator<unknown, Result, void>;

/** How whoever may pause between slices does them: see `inTurns`. */
export type Work = <Result>(slices: Slices<Result>) => Promise<Result>;

/** Does all slices in one go. */
export function finish<Result>(slices: Slices<Result>): Result {
  for (;;) {
    const { done, value } = slices.next();
    if (done === true) return value;
  }
}

/** The same for who waits for a promise. */
export const atOnce: Work = async (slices) => finish(slices);
