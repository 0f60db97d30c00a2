import { GLOSSARY } from '../../core/glossary/glossary.ts';
import type { TermId } from '../../core/glossary/glossary.ts';
import { wordParts } from '../../core/lessons/wordParts.ts';
import type { Listed } from './allLessons.ts';
import { formatPlace } from './place.ts';
import { isTerm } from './vocabulary.ts';

type TermEntry = { readonly id: TermId; readonly name: string; readonly says: string };

/** All terms by their names. */
const ENTRIES: readonly TermEntry[] = Object.keys(GLOSSARY)
  .filter(isTerm)
  .map((id) => ({ id, name: GLOSSARY[id].name, says: GLOSSARY[id].says }))
  .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { sensitivity: 'base' }));

/**
 * The terms that have every word of `filter` in their name or explanation. Those that have it in their name come first; without a filter
 * those of `first`.
 */
export function findTerms(filter: string, first: ReadonlySet<TermId>): readonly TermEntry[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
  const found = ENTRIES.filter(({ name, says }) => has(`${name} ${says}`));
  const isAhead = ({ id, name }: TermEntry): boolean => (words.length === 0 ? first.has(id) : has(name));
  return [...found.filter(isAhead), ...found.filter((entry) => !isAhead(entry))];
}

/** For each term the addresses of the pages whose words use it, in the order of the lessons. */
export function termUses(lessons: readonly Listed[]): ReadonlyMap<TermId, readonly string[]> {
  const uses = new Map<TermId, readonly string[]>();
  for (const { id, lesson } of lessons) {
    for (const [at, { words, does, guess }] of lesson.pages.entries()) {
      const terms = [words, does, guess?.asks ?? ''].flatMap((text) =>
        wordParts(text).flatMap((part) => (part.kind === 'term' && isTerm(part.term) ? [part.term] : [])),
      );
      for (const term of new Set(terms)) uses.set(term, [...(uses.get(term) ?? []), formatPlace({ id, at })]);
    }
  }
  return uses;
}
