import { GLOSSARY } from '../../core/glossary/glossary.ts';
import type { TermId } from '../../core/glossary/glossary.ts';
import type { Vocabulary } from '../../core/lessons/readLesson.ts';
import { brokenFields } from '../state/url.ts';
import { factTrouble } from './facts/facts.ts';
import { litTrouble } from './lit.ts';
import { MEASURES } from './measures.ts';

/** What a lesson can name in this page. */
export const VOCABULARY: Vocabulary = {
  fact: factTrouble,
  part: litTrouble,
  measure: (id) =>
    Object.hasOwn(MEASURES, id) ? null : `“${id}” cannot be measured; there are ${Object.keys(MEASURES).join(', ')}`,
  term: (id) => (isTerm(id) ? null : `the glossary has no “${id}”`),
  link: (query) => {
    const broken = brokenFields(query);
    return broken.length === 0 ? null : `cannot be read: ${broken.join(', ')}`;
  },
};

export function isTerm(id: string): id is TermId {
  return Object.hasOwn(GLOSSARY, id);
}
