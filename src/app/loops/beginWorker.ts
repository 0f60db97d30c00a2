import type { Request } from '../../inference/protocol.ts';

/** What is needed of a Worker before anybody listens to it, so that tests can hand in another. */
type Begun = {
  readonly postMessage: (request: Request, transfer: Transferable[]) => void;
  readonly addEventListener: (type: 'error', listener: () => void) => void;
};

/**
 * Begins a worker before there is anything to ask of it, so that its script comes while the page draws itself, and the files that will surely be
 * asked for; gives what hands it over, and each time after that spawns another. One whose script did not come is not handed over: nobody would
 * hear of it any more.
 */
export function beginWorker<Kind extends Begun>(spawn: () => Kind, files: readonly string[]): () => Kind {
  let early: Kind | null = spawn();
  early.addEventListener('error', () => {
    early = null;
  });
  if (files.length > 0) early.postMessage({ type: 'prepare', files } satisfies Request, []);
  return () => {
    const next = early ?? spawn();
    early = null;
    return next;
  };
}
