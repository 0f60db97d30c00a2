import { DEFAULT_HOST } from './modelAddress.ts';

const KEY = 'headlight:hosts';
const MOST = 100;

/** The part of Storage that is used; reading `window.localStorage` itself throws where storage is blocked. */
type HostStorage = { getItem(key: string): string | null; setItem(key: string, value: string): void };

/**
 * Origins of the model hubs that may be asked for files: the page's own and that of the default list need no asking, others are those
 * that were agreed to in this browser. A link that names another one sends nothing to it.
 */
export function readAgreedHosts(ownOrigin: string, storage: () => HostStorage): readonly string[] {
  return [ownOrigin, originOf(DEFAULT_HOST), ...keptHosts(storage)];
}

export function isAgreed(agreed: readonly string[], host: string): boolean {
  return agreed.includes(originOf(host));
}

/** The same with one more that the person agrees to. */
export function withHost(agreed: readonly string[], host: string): readonly string[] {
  return isAgreed(agreed, host) ? agreed : [...agreed, originOf(host)];
}

/** Keeps one in this browser, beside those of other tabs; where it keeps nothing it is asked again at the next visit. */
export function keepHost(host: string, storage: () => HostStorage): void {
  try {
    storage().setItem(KEY, JSON.stringify(withHost(keptHosts(storage), host).slice(-MOST)));
  } catch {
    // Then it holds for this visit only.
  }
}

function keptHosts(storage: () => HostStorage): readonly string[] {
  try {
    const found: unknown = JSON.parse(storage().getItem(KEY) ?? '[]');
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
  } catch {
    // Blocked storage, or text that is no JSON: nothing has been agreed to.
    return [];
  }
}

/** Requests go to an origin, whatever folder of it is named. */
function originOf(host: string): string {
  return URL.canParse(host) ? new URL(host).origin : host;
}
