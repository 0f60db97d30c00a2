import { isTopic, isUpward, placeOf } from './floors.ts';
import type { Place } from './floors.ts';
import type { SourceFile } from './sourceFiles.ts';

/** That files of one room import files of another, however many do. */
export type Arrow = {
  readonly from: Place;
  readonly to: Place;
  readonly isUpward: boolean;
  readonly isTopicToTopic: boolean;
  /** "src/a.ts -> src/b.ts" for each import. */
  readonly imports: readonly string[];
};

/** The arrows between rooms of the product, in the order of their names. */
export function arrowsBetween(files: readonly SourceFile[]): readonly Arrow[] {
  const arrows = new Map<string, Arrow & { readonly imports: string[] }>();
  for (const { path, uses } of files.filter(({ kind }) => kind === 'product')) {
    for (const file of new Set(uses.map((use) => use.file))) {
      const [from, to] = [placeOf(path), placeOf(file)];
      if (!from || !to || from.room === to.room) continue;
      const name = `${from.room} -> ${to.room}`;
      const arrow = arrows.get(name) ?? {
        from,
        to,
        isUpward: isUpward(from, to),
        isTopicToTopic: isTopic(from) && isTopic(to),
        imports: [],
      };
      arrow.imports.push(`${path} -> ${file}`);
      arrows.set(name, arrow);
    }
  }
  return [...arrows.keys()].toSorted().flatMap((name) => arrows.get(name) ?? []);
}
