import { counted } from '../../core/numberWords.ts';
import { cutText } from '../../core/quote.ts';
import type { Basis } from '../state/studies.ts';

/** What a study rests on, by name: "“The boy …”", "7 sentences, from “The boy …” on" or "200 held-out pictures". */
export function basisWords({ kind, texts }: Basis): string {
  if (kind === 'held-out') return counted(texts.length, 'held-out picture');
  const [first = ''] = texts;
  const shown = `“${cutText(first, 61)}”`;
  return texts.length === 1 ? shown : `${texts.length} sentences, from ${shown} on`;
}

/** What each of the things is that a study rests on. */
export function thingOf({ kind }: Pick<Basis, 'kind'>): 'sentence' | 'picture' {
  return kind === 'held-out' ? 'picture' : 'sentence';
}
