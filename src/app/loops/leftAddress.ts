const KEY = 'headlight:left';

/** The part of Storage that is used; reading `window.sessionStorage` itself throws where storage is blocked. */
type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Keeps an address for the page that takes the place of this one: a reload goes to the one that stood there before. */
export function keepAddress(address: string, storage: () => TabStorage): void {
  try {
    storage().setItem(KEY, address);
  } catch {
    // Blocked or full: the reload shows what the address said.
  }
}

/** What was kept, once; null unless the page was loaded again. `how` is the type of PerformanceNavigationTiming. */
export function takeAddress(how: string | undefined, storage: () => TabStorage): string | null {
  try {
    const kept = storage().getItem(KEY);
    storage().removeItem(KEY);
    return how === 'reload' ? kept : null;
  } catch {
    return null;
  }
}
