/**
 * Does what is wanted, one thing at a time: what is under way is let finish, then the newest that was wanted meanwhile is begun
 * and the others are not. So something comes of it however fast wishes follow each other. `work` must not reject.
 */
export function newestOnly<Wanted>(work: (wanted: Wanted) => Promise<void>): (wanted: Wanted) => void {
  let waiting: { readonly wanted: Wanted } | null = null;
  let isBusy = false;
  const run = async (): Promise<void> => {
    isBusy = true;
    while (waiting !== null) {
      const { wanted } = waiting;
      waiting = null;
      await work(wanted);
    }
    isBusy = false;
  };
  return (wanted) => {
    waiting = { wanted };
    if (!isBusy) void run();
  };
}
