import type { CachesLike } from '../modelCache.ts';

/** A stand-in for the Cache API; `stored` shows what lies in it. */
export function memoryCaches(limit = Infinity) {
  const stored = new Map<string, { bytes: Uint8Array<ArrayBuffer>; headers: [string, string][] }>();
  const cache: Awaited<ReturnType<CachesLike['open']>> = {
    async match(url) {
      const entry = stored.get(new URL(url).href);
      return entry && new Response(entry.bytes, { headers: entry.headers });
    },
    async put(url, response) {
      const bytes = new Uint8Array(await response.arrayBuffer());
      const used = [...stored.values()].reduce((sum, entry) => sum + entry.bytes.length, 0);
      if (used + bytes.length > limit) throw new DOMException('there is no room', 'QuotaExceededError');
      stored.set(new URL(url).href, { bytes, headers: [...response.headers] });
    },
    delete: async (url) => stored.delete(new URL(url).href),
    keys: async () => [...stored.keys()].map((url) => ({ url })),
  };
  const opened: string[] = [];
  const caches: CachesLike = {
    async open(name) {
      opened.push(name);
      return cache;
    },
  };
  return { caches, stored, opened };
}
