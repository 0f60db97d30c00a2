import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Stops what was started, and then this process, when it is told to end; endWithParent.mjs tells it where its parent has gone. */
export function beforeEnding(stop: () => Promise<unknown>): void {
  for (const signal of SIGNALS) {
    process.once(signal, () => void stop().finally(() => process.exit(128 + constants.signals[signal])));
  }
}
