import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import type { Plugin, Rollup } from 'vite';
import { listFiles } from './listFiles.ts';

const ENTRY = resolve(import.meta.dirname, '../src/offline/worker.ts');
const FILE = 'offline-worker.js';

type Kept = { readonly url: string; readonly revision: string | null };

/** Adds the service worker to the build, with the list of the files that it keeps. */
export function offlineWorker(): Plugin {
  let publicDir = '';
  return {
    name: 'headlight:offline-worker',
    apply: 'build',
    configResolved(config) {
      ({ publicDir } = config);
    },
    generateBundle: {
      // What other plugins add to the page is kept too.
      order: 'post',
      async handler(_, bundle) {
        const shell = [...ofBundle(bundle), ...ofFolder(publicDir)].filter(({ url }) => isOfPage(url));
        const models = contentOf(bundle['models/manifest.json']) ?? '';
        this.emitFile({ type: 'asset', fileName: FILE, source: await bundled(shell, hashOf(models)) });
      },
    },
  };
}

/** What every visit may need, and no more: binaries of the runtime and models are kept once they were used. */
function isOfPage(url: string): boolean {
  return !/\.wasm$|^models\/(?!manifest\.json$)|licences\.txt$|\.map$/.test(url);
}

function ofBundle(bundle: Rollup.OutputBundle): Kept[] {
  return Object.values(bundle).map((output) => ({
    url: output.fileName,
    // What lies in assets has its content's hash in its name.
    revision: output.fileName.startsWith('assets/') ? null : hashOf(contentOf(output) ?? ''),
  }));
}

function ofFolder(folder: string): Kept[] {
  return listFiles(folder).map((url) => ({ url, revision: hashOf(readFileSync(join(folder, url))) }));
}

function contentOf(output: Rollup.OutputAsset | Rollup.OutputChunk | undefined): string | Uint8Array | null {
  if (output === undefined) return null;
  return output.type === 'chunk' ? output.code : output.source;
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

/** The script of the worker, as one file: browsers do not start modules as service workers everywhere. */
async function bundled(shell: readonly Kept[], modelsVersion: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: {
      SHELL: JSON.stringify(shell),
      MODELS_VERSION: JSON.stringify(modelsVersion),
      ISOLATES: String(process.env['VITE_ISOLATE'] === '1'),
      'process.env.NODE_ENV': '"production"',
    },
    build: {
      write: false,
      target: 'esnext',
      rolldownOptions: { input: ENTRY, output: { format: 'iife', entryFileNames: FILE } },
    },
  });
  const outputs = [result].flat().flatMap((part) => ('output' in part ? part.output : []));
  const chunk = outputs.find((output) => output.type === 'chunk');
  if (chunk === undefined) throw new Error('the service worker was not built');
  return chunk.code;
}
