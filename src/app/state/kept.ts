/** The part of Storage that is used; reading `window.localStorage` itself throws where storage is blocked. */
export type KeptIn = () => Pick<Storage, 'getItem' | 'setItem'>;

/** The same, for what is kept until it is asked for once. */
export type KeptOnceIn = () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What this browser has kept under a key; null where nothing is there, storage is blocked, or it holds text that is no JSON. */
export function readKept(key: string, storage: KeptIn): unknown {
  try {
    return JSON.parse(storage().getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

/** Keeps a value as JSON; false where the browser does not let it be kept beyond this visit. */
export function keep(key: string, value: unknown, storage: KeptIn): boolean {
  try {
    storage().setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Keeps nothing under a key any more. */
export function forget(key: string, storage: KeptOnceIn): void {
  try {
    storage().removeItem(key);
  } catch {
    // Blocked storage holds nothing.
  }
}
