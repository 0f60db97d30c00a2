import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import type { Plugin, Rollup } from 'vite';
import { listFiles } from './listFiles.ts';

const FOLDER = resolve(import.meta.dirname, '../src/offline');
/** The worker that keeps the page, and the one that isolates it before on hosts without headers. */
const KEEPER = { entry: join(FOLDER, 'worker.ts'), file: 'offline-worker.js' };
const ISOLATOR = { entry: join(FOLDER, 'isolator.ts'), file: 'isolate-sw.js' };

type Kept = { readonly url: string; readonly revision: string | null; readonly integrity?: string };

/** Adds the service workers to the build, the one that keeps the page with the list of its files. Both are bundled with `plugins`. */
export function offlineWorker(plugins: () => Plugin[] = () => []): Plugin {
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
        const ofPublic = listFiles(publicDir);
        const contents = new Map<string, string | Uint8Array>([
          ...Object.values(bundle).map((output) => [output.fileName, contentOf(output)] as const),
          ...ofPublic.map((path) => [path, readFileSync(join(publicDir, path))] as const),
        ]);
        const keeper = await bundled(KEEPER, plugins(), {
          SHELL: [...contents].filter(([path]) => isOfPage(path)).map(keptOf),
          LESSONS: ofPublic.filter((path) => path.startsWith('lessons/')),
          KNOWN: Object.fromEntries(
            [...contents].filter(([path]) => isUsed(path)).map(([path, content]) => [path, hashOf(content)]),
          ),
        });
        this.emitFile({ type: 'asset', fileName: KEEPER.file, source: keeper });
        this.emitFile({ type: 'asset', fileName: ISOLATOR.file, source: await bundled(ISOLATOR, plugins(), {}) });
      },
    },
  };
}

/** Binaries of the runtime and files of models: kept once they were used. */
function isUsed(path: string): boolean {
  return path.endsWith('.wasm') || (path.startsWith('models/') && path !== 'models/manifest.json');
}

/** What every visit may need, and no more. Lessons are none of it: a teacher may put others beside a page that is built. */
function isOfPage(path: string): boolean {
  return !isUsed(path) && !/^lessons\/|^licences\.txt$|\.map$/.test(path);
}

function keptOf([url, content]: readonly [string, string | Uint8Array]): Kept {
  // What lies in assets has its content's hash in its name. Hosts may write into a page of HTML, and into nothing else.
  const revision = url.startsWith('assets/') ? null : hashOf(content).slice(0, 16);
  return { url, revision, ...(!url.endsWith('.html') && { integrity: `sha256-${hashOf(content, 'base64')}` }) };
}

function contentOf(output: Rollup.OutputAsset | Rollup.OutputChunk): string | Uint8Array {
  return output.type === 'chunk' ? output.code : output.source;
}

function hashOf(content: string | Uint8Array, form: 'hex' | 'base64' = 'hex'): string {
  return createHash('sha256').update(content).digest(form);
}

/** The script of a worker, as one file: browsers do not start modules as service workers everywhere. */
async function bundled(
  { entry, file }: typeof KEEPER,
  plugins: Plugin[],
  values: Readonly<Record<string, unknown>>,
): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins,
    define: {
      ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)])),
      ISOLATES: String(process.env['VITE_ISOLATE'] === '1'),
      'process.env.NODE_ENV': '"production"',
    },
    build: {
      write: false,
      target: 'esnext',
      rolldownOptions: { input: entry, output: { format: 'iife', entryFileNames: file } },
    },
  });
  const outputs = [result].flat().flatMap((part) => ('output' in part ? part.output : []));
  const chunk = outputs.find((output) => output.type === 'chunk');
  if (chunk === undefined) throw new Error(`the service worker ${file} was not built`);
  return chunk.code;
}
