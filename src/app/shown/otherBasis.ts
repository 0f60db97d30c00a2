import type { HeadFact } from '../../views/parts/fact.ts';
import type { Basis } from '../state/studies.ts';
import { basisWords } from './basisWords.ts';
import { basisName } from './inputOnScreen.ts';

/** What numbers rest on, by name, where that is one sentence and not the one on screen, `text`; else null. */
export function otherBasis(basis: Basis, text: string): string | null {
  return basis.kind === 'sentence' && basisName(basis) !== text ? basisWords(basis) : null;
}

/** The same numbers, marked as those of another sentence; as they are for null. */
export function factsFrom(facts: ReadonlyMap<string, HeadFact>, from: string | null): ReadonlyMap<string, HeadFact> {
  return from === null ? facts : new Map([...facts].map(([name, fact]) => [name, { ...fact, from }]));
}
