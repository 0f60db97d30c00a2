import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const DIST = resolve(import.meta.dirname, '../dist-bench');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

export type ColdHost = { readonly url: string; close(): void };

/** The built page as hosts of static files send it: compressed by gzip what they compress, with weights as they are. */
export async function startColdHost(): Promise<ColdHost> {
  const packed = new Map<string, Buffer>();
  const contentOf = (path: string): Buffer => {
    const known = packed.get(path);
    if (known !== undefined) return known;
    const raw = readFileSync(join(DIST, path));
    const content = extname(path) in TYPES ? gzipSync(raw) : raw;
    packed.set(path, content);
    return content;
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    const type = TYPES[extname(path)];
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    if (type !== undefined) response.setHeader('Content-Encoding', 'gzip');
    response.setHeader('Content-Type', type ?? 'application/octet-stream');
    const isThere = existsSync(join(DIST, path)) && statSync(join(DIST, path)).isFile();
    if (isThere) response.end(contentOf(path));
    else response.writeHead(404).end();
  });
  await new Promise<void>((started) => {
    server.listen(0, '127.0.0.1', started);
  });
  const listens = server.address();
  if (listens === null || typeof listens === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${listens.port}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
