import type { FileKind, SourceFile } from './sourceFiles.ts';

/** Something that a product file exports and who else takes it; what only its own file needs has no users. */
export type ExportUse = {
  readonly file: string;
  readonly name: string;
  readonly users: ReadonlySet<FileKind>;
};

export function exportUsers(files: readonly SourceFile[]): readonly ExportUse[] {
  const taken = new Map<string, Set<FileKind>>();
  const exportsOf = new Map(files.map(({ path, exports }) => [path, exports]));
  for (const { path, kind, uses } of files) {
    for (const { file, names } of uses) {
      if (file === path) continue;
      for (const name of names === 'all' ? (exportsOf.get(file) ?? []) : names) {
        const key = `${file} ${name}`;
        taken.set(key, (taken.get(key) ?? new Set<FileKind>()).add(kind));
      }
    }
  }
  return files
    .filter(({ kind }) => kind === 'product')
    .flatMap(({ path, exports }) =>
      exports.map((name) => ({ file: path, name, users: taken.get(`${path} ${name}`) ?? new Set<FileKind>() })),
    );
}
