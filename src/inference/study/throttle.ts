/** Collects what comes often and sends it seldom. */
type Throttle<Item> = {
  /** Adds items, and sends all that have gathered if the last sending is long enough ago. */
  add(items: readonly Item[]): void;
  /** Sends what was added since the last sending. */
  flush(): void;
};

/** About ten messages a second: the page draws no faster, and each message costs it a task. */
const PAUSE_MS = 100;

/** `send` is called with what has gathered since the last time, in order; with nothing if only nothing was added. */
export function createThrottle<Item>(send: (items: readonly Item[]) => void): Throttle<Item> {
  let gathered: Item[] = [];
  let isWaiting = false;
  let sentAt = -Infinity;
  const sendAll = (): void => {
    isWaiting = false;
    sentAt = performance.now();
    const items = gathered;
    gathered = [];
    send(items);
  };
  return {
    add(items) {
      gathered.push(...items);
      isWaiting = true;
      if (performance.now() - sentAt >= PAUSE_MS) sendAll();
    },
    flush() {
      if (isWaiting) sendAll();
    },
  };
}
