/** How often it is looked at whether a sign has come, in milliseconds. */
const TICK_MS = 100;

type Watch = {
  /** Waits for a sign; a wait that is shorter than what is left of the one before takes its place, a longer one does not. */
  expect(ms: number): void;
  /** The sign has come, or nobody waits any more. */
  end(): void;
};

/**
 * Calls `onSilence` once nothing has ended a wait in time. Time is counted in ticks: while the page itself was busy or asleep
 * no tick passed, and the sign that has come meanwhile is heard before the next.
 */
export function createWatch(onSilence: () => void): Watch {
  let ticksLeft = Infinity;
  let timer: ReturnType<typeof setInterval> | undefined;

  function end(): void {
    clearInterval(timer);
    timer = undefined;
    ticksLeft = Infinity;
  }

  return {
    expect(ms) {
      ticksLeft = Math.min(ticksLeft, Math.ceil(ms / TICK_MS));
      timer ??= setInterval(() => {
        ticksLeft -= 1;
        if (ticksLeft > 0) return;
        end();
        onSilence();
      }, TICK_MS);
    },
    end,
  };
}
