import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

export type StaticHost = { readonly url: string; close(): void };

/** A built page as hosts of static files send it: compressed by gzip what they compress, weights as they are, with these headers and no others; `send` ends an answer. */
export async function startStaticHost(
  dist: string,
  headers: Readonly<Record<string, string>>,
  send: (response: ServerResponse, content: Buffer, path: string) => void = (response, content) =>
    response.end(content),
): Promise<StaticHost> {
  const packed = new Map<string, Buffer>();
  const contentOf = (path: string): Buffer => {
    const known = packed.get(path);
    if (known !== undefined) return known;
    const raw = readFileSync(join(dist, path));
    const content = extname(path) in TYPES ? gzipSync(raw) : raw;
    packed.set(path, content);
    return content;
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    const type = TYPES[extname(path)];
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (!existsSync(join(dist, path)) || !statSync(join(dist, path)).isFile()) {
      response.writeHead(404).end();
      return;
    }
    if (type !== undefined) response.setHeader('Content-Encoding', 'gzip');
    response.setHeader('Content-Type', type ?? 'application/octet-stream');
    send(response, contentOf(path), path);
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
