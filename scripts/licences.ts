import { isRecord } from '../src/core/isRecord.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin, Rollup } from 'vite';

/** A package of which something is in the build, with the text of its licence. */
export type ShippedPackage = {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
};

/** Packages that come without the text of their licence, which is MIT: who holds the rights, and what else is to be told. */
const WITHOUT_TEXT: ReadonlyMap<string, { readonly holder: string; readonly note: (version: string) => string }> =
  new Map([
    [
      'onnxruntime-web',
      {
        holder: 'Microsoft Corporation',
        note: (version: string) =>
          `The runtime holds further works. Their notices: https://github.com/microsoft/onnxruntime/blob/v${version}/ThirdPartyNotices.txt`,
      },
    ],
    ['onnxruntime-common', { holder: 'Microsoft Corporation', note: () => '' }],
  ]);

const FILE = 'licences.txt';

export type LicencePlugins = {
  /** Of the page: writes the file. */
  readonly page: () => Plugin;
  /** Of its workers, which are bundled before it, each by itself. */
  readonly worker: () => Plugin;
};

/** Writes licences.txt: the licence of the page, and of every package of which code, style, font or binary is in the build. */
export function licences(root = resolve(import.meta.dirname, '..')): LicencePlugins {
  const folders = new Set<string>();
  const collect = (bundle: Rollup.OutputBundle): void => {
    for (const output of Object.values(bundle)) {
      const sources = output.type === 'chunk' ? output.moduleIds : output.originalFileNames;
      for (const source of sources) {
        const folder = packageFolder(resolve(root, source));
        if (folder !== null) folders.add(folder);
      }
    }
  };
  return {
    worker: () => ({
      name: 'headlight:licences-worker',
      apply: 'build',
      generateBundle: (_, bundle) => collect(bundle),
    }),
    page: () => ({
      name: 'headlight:licences',
      apply: 'build',
      generateBundle: {
        // After what bundles workers of its own.
        order: 'post',
        handler(_, bundle) {
          collect(bundle);
          const own = readFileSync(join(root, 'LICENSE'), 'utf8');
          const packages = [...folders].map((folder) => readPackage(folder, own));
          this.emitFile({ type: 'asset', fileName: FILE, source: licenceFile(own, packages) });
        },
      },
    }),
  };
}

/** Folder of the package that a file belongs to; null for a file of our own. */
export function packageFolder(path: string): string | null {
  const found = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/@][^/]*(?=\/)/.exec(
    path.replaceAll('\\', '/').replace(/^\0/, ''),
  );
  return found?.[0] ?? null;
}

/** Throws Error where a package brings no text of its licence: then somebody has to look, and say it in WITHOUT_TEXT. */
export function readPackage(folder: string, mit: string): ShippedPackage {
  const about: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (!isRecord(about)) throw new Error(`${folder}/package.json is no object`);
  const name = String(about['name']);
  const version = String(about['version']);
  const licence = String(about['license']);
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(entry));
  if (file !== undefined) return { name, version, licence, text: readFileSync(join(folder, file), 'utf8') };
  const known = WITHOUT_TEXT.get(name);
  if (known === undefined || licence !== 'MIT')
    throw new Error(`${name} is in the build, and there is no text of its licence.`);
  const text = mit.replace(/Copyright \(c\).*/, `Copyright (c) ${known.holder}`);
  return { name, version, licence, text: `${text}\n${known.note(version)}` };
}

export function licenceFile(own: string, packages: readonly ShippedPackage[]): string {
  const parts = packages
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text.trim()}\n`);
  return [
    `Headlight\n\n${own.trim()}\n`,
    `Headlight ships parts of the following works, each under its own licence.\n`,
    ...parts,
  ].join(`\n${'-'.repeat(80)}\n\n`);
}
