import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { CachesLike } from '../../src/inference/cache/modelCache.ts';

type Noted = { readonly url: string; readonly headers: readonly (readonly [string, string])[] };

/** As many bytes as are read at a time. */
const CHUNK_BYTES = 1 << 22;

/** A Cache API that keeps its files in a folder: Node has none of its own. */
export function diskCaches(folder: string): CachesLike {
  mkdirSync(folder, { recursive: true });
  const pathOf = (url: string): string => join(folder, createHash('sha256').update(new URL(url).href).digest('hex'));
  return {
    open: async () => ({
      async match(url) {
        const path = pathOf(url);
        if (!existsSync(`${path}.json`)) return undefined;
        const { headers } = readNoted(`${path}.json`);
        return new Response(fileStream(path), { headers: headers.map(([name, value]) => [name, value]) });
      },
      async put(url, response) {
        const path = pathOf(url);
        const file = await open(`${path}.part`, 'w');
        try {
          const reader = response.body?.getReader();
          for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
            await file.writeFile(chunk.value);
          }
        } finally {
          await file.close();
        }
        renameSync(`${path}.part`, path);
        // Last: what has no note is not there.
        const noted: Noted = { url: new URL(url).href, headers: [...response.headers] };
        writeFileSync(`${path}.json`, JSON.stringify(noted));
      },
      async delete(url) {
        const path = pathOf(url);
        const isThere = existsSync(`${path}.json`);
        rmSync(`${path}.json`, { force: true });
        rmSync(path, { force: true });
        return isThere;
      },
      async keys() {
        const notes = readdirSync(folder).filter((name) => name.endsWith('.json'));
        return notes.map((name) => ({ url: readNoted(join(folder, name)).url }));
      },
    }),
  };
}

function readNoted(path: string): Noted {
  // Written above, by nobody else.
  const noted: Noted = JSON.parse(readFileSync(path, 'utf8'));
  return noted;
}

function fileStream(path: string): ReadableStream<Uint8Array<ArrayBuffer>> {
  const opening = open(path);
  return new ReadableStream({
    async pull(controller) {
      const file = await opening;
      const { bytesRead, buffer } = await file.read(new Uint8Array(CHUNK_BYTES), 0, CHUNK_BYTES);
      if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead));
      else {
        await file.close();
        controller.close();
      }
    },
    cancel: async () => (await opening).close(),
  });
}
