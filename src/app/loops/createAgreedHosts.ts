import { DEFAULT_HOST } from '../state/modelAddress.ts';

const KEY = 'headlight:hosts';
const MOST = 100;

type HostStorage = { getItem(key: string): string | null; setItem(key: string, value: string): void };

/** The model hubs that may be asked for files: a link that names another one sends nothing to it before the person agrees. */
export type AgreedHosts = { has(host: string): boolean; add(host: string): void };

/**
 * The page's own origin and the hub of the default list need no asking; others are kept in the browser, or for this visit
 * where it keeps nothing. `storage` may throw, as reading `window.localStorage` does where storage is blocked.
 */
export function createAgreedHosts(ownOrigin: string, storage: () => HostStorage): AgreedHosts {
  const thisVisit = new Set([ownOrigin, originOf(DEFAULT_HOST)]);
  const kept = (): readonly string[] => {
    try {
      const found: unknown = JSON.parse(storage().getItem(KEY) ?? '[]');
      return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
    } catch {
      // Blocked storage, or text that is no JSON: nothing has been agreed to.
      return [];
    }
  };
  return {
    has: (host) => thisVisit.has(originOf(host)) || kept().includes(originOf(host)),
    add(host) {
      const origin = originOf(host);
      thisVisit.add(origin);
      try {
        storage().setItem(KEY, JSON.stringify([...new Set([...kept(), origin])].slice(-MOST)));
      } catch {
        // Then it holds for this visit only, and is asked again at the next one.
      }
    },
  };
}

/** Requests go to an origin, whatever folder of it is named. */
function originOf(host: string): string {
  return URL.canParse(host) ? new URL(host).origin : host;
}
