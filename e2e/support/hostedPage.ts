import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/** The built page on a host of its own, as the wide web sees it: not this machine, so that it is kept for offline use. */
export type HostedPage = {
  readonly url: string;
  /** Paths that were asked for since the last look. */
  asked(): readonly string[];
  /** Changes a file of the page from now on. */
  change(path: string, changed: (text: string) => string): void;
  close(): void;
};

export async function hostPage(): Promise<HostedPage> {
  const changes = new Map<string, (text: string) => string>();
  let asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const path = normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname).slice(1);
    asked.push(path);
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.setHeader('Cache-Control', 'no-cache');
    response.setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream');
    try {
      const content = readFileSync(join('dist', path));
      const changed = changes.get(path);
      response.end(changed === undefined ? content : changed(content.toString()));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const listens = server.address();
  if (listens === null || typeof listens === 'string') throw new Error('the server has no port');
  return {
    url: `http://app.localhost:${listens.port}/`,
    asked() {
      const now = asked;
      asked = [];
      return now;
    },
    change: (path, changed) => changes.set(path, changed),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
