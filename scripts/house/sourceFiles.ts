import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { listFiles } from '../listFiles.ts';
import { readModule } from './readModule.ts';
import type { Use } from './readModule.ts';

/**
 * product: what ships, src without its tests. tool: scripts, benchmarks and the gallery, which run product files. test: tests, and
 * the folders that only they read.
 */
export type FileKind = 'product' | 'tool' | 'test';

/** `file` is a path from the root of the project, like every path here. */
export type ResolvedUse = { readonly file: string; readonly names: Use['names'] };

export type SourceFile = {
  readonly path: string;
  readonly kind: FileKind;
  readonly nLines: number;
  /** What it takes from other files of the project. */
  readonly uses: readonly ResolvedUse[];
  readonly exports: readonly string[];
};

const FOLDERS = ['src', 'scripts', 'bench', 'gallery', 'e2e'];

/** Every source file and style of a project, by its path. */
export function readSourceFiles(root: string): readonly SourceFile[] {
  const paths = FOLDERS.filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => listFiles(join(root, folder)).map((path) => `${folder}/${path}`))
    .filter((path) => /\.(tsx?|css)$/.test(path) && !path.includes('/fixtures/'));
  return sourceFiles(new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')])));
}

/** The same for files in memory: their text by path. */
export function sourceFiles(texts: ReadonlyMap<string, string>): readonly SourceFile[] {
  return [...texts].map(([path, text]) => {
    const { uses, exports } = path.endsWith('.css') ? { uses: [], exports: [] } : readModule(path, text);
    return {
      path,
      kind: kindOf(path),
      nLines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
      uses: uses.flatMap(({ specifier, names }) => {
        const file = resolveFile(path, specifier, (candidate) => texts.has(candidate));
        return file === null ? [] : [{ file, names }];
      }),
      exports,
    };
  });
}

function kindOf(path: string): FileKind {
  if (/\.(test|spec)\.|\/testing\/|^e2e\//.test(path)) return 'test';
  return path.startsWith('src/') ? 'product' : 'tool';
}

/** Packages and what is no source file (data, pictures) are null. */
function resolveFile(from: string, specifier: string, has: (path: string) => boolean): string | null {
  if (!/^\.{1,2}\//.test(specifier)) return null;
  const path = posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''));
  return [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`].find(has) ?? null;
}
