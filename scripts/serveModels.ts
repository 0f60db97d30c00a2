import { createReadStream, readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { readManifest } from './modelManifest.ts';

const MANIFEST = 'manifest.json';

/**
 * Serves the model files that models/manifest.json marks as served, and that manifest, under models/:
 * from the source folder in dev, as copies in dist/models in build and preview.
 * Nothing else of the folder is reachable, and what is missing is a 404: a page of HTML with status 200
 * in the place of a model fails much later and says nothing.
 */
export function serveModels(modelsDir = resolve(import.meta.dirname, '../models')): Plugin {
  return {
    name: 'headlight:serve-models',
    // 'mpa' takes away the fallback to index.html, in dev and in preview.
    config: () => ({ appType: 'mpa' }),
    configureServer({ config, middlewares }) {
      middlewares.use(mountPath(config), (request, response) =>
        answer(request, response, modelsDir, config.server.headers),
      );
    },
    // Vite's own file server would do, but it compresses weights on the fly and so hides their length.
    configurePreviewServer({ config, middlewares }) {
      const copies = resolve(config.root, config.build.outDir, 'models');
      middlewares.use(mountPath(config), (request, response) =>
        answer(request, response, copies, config.preview.headers),
      );
    },
    generateBundle() {
      for (const path of servedPaths(modelsDir)) {
        this.emitFile({ type: 'asset', fileName: `models/${path}`, source: readFileSync(join(modelsDir, path)) });
      }
    },
  };
}

function mountPath({ base }: { readonly base: string }): string {
  return `${base.replace(/\/$/, '')}/models`;
}

/** Read anew each time, so that a changed manifest needs no restart. */
function servedPaths(modelsDir: string): string[] {
  const { models } = readManifest(modelsDir);
  return [
    MANIFEST,
    ...models.flatMap(({ id, files }) => files.filter((file) => file.served).map((file) => `${id}/${file.path}`)),
  ];
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  modelsDir: string,
  headers: OutgoingHttpHeaders = {},
): void {
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
  const path = pathOf(request);
  const file = path !== null && servedPaths(modelsDir).includes(path) ? join(modelsDir, path) : null;
  const size = file === null ? undefined : statSync(file, { throwIfNoEntry: false })?.size;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    response.writeHead(405).end();
  } else if (file === null || size === undefined) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('no such model file\n');
  } else {
    response.writeHead(200, {
      'Content-Type': file.endsWith('.json') ? 'application/json' : 'application/octet-stream',
      'Content-Length': size,
      'Cache-Control': 'no-cache',
    });
    if (request.method === 'HEAD') response.end();
    else createReadStream(file).pipe(response);
  }
}

/** The path asked for, relative to the models folder; null where the URL cannot be decoded. */
function pathOf(request: IncomingMessage): string | null {
  try {
    return decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname).slice(1);
  } catch {
    return null;
  }
}
