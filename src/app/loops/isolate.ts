const TRIED = 'headlight:isolation-tried';

/**
 * Where the build asks for it (VITE_ISOLATE=1) and the host sends no isolation headers, lets a service worker
 * add them and reloads the page once. A page that is still not isolated after that stays as it is, with one thread.
 */
export function ensureIsolated(): void {
  if (import.meta.env.VITE_ISOLATE !== '1') return;
  if (window.crossOriginIsolated) {
    forgetTry();
  } else if (window.isSecureContext && 'serviceWorker' in navigator && isFirstTry()) {
    navigator.serviceWorker
      .register(new URL('isolate-sw.js', document.baseURI))
      .then(() => navigator.serviceWorker.ready)
      .then(() => window.location.reload())
      .catch((error: unknown) => console.warn(`One thread only, for want of a service worker: ${String(error)}`));
  }
}

/** True once per tab, until the page is isolated. False too where storage is blocked: it could not be once. */
function isFirstTry(): boolean {
  try {
    if (sessionStorage.getItem(TRIED) !== null) return false;
    sessionStorage.setItem(TRIED, 'yes');
    return true;
  } catch {
    return false;
  }
}

/** A later forced reload, which passes the service worker by, may then try again. */
function forgetTry(): void {
  try {
    sessionStorage.removeItem(TRIED);
  } catch {
    // Storage is blocked, so there is nothing to forget.
  }
}
