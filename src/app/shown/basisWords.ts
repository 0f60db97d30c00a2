import { counted } from '../../core/numberWords.ts';
import { cutText } from '../../core/quote.ts';
import type { Thing } from '../../core/runExtras.ts';
import type { Basis } from '../state/studies.ts';

/** What a study rests on, by name: "“The boy …”", "7 sentences, from “The boy …” on" or "200 held-out pictures". */
export function basisWords(basis: Basis): string {
  const { kind, texts } = basis;
  if (kind === 'held-out') return counted(texts.length, `held-out ${thingOf(basis)}`);
  const [first = ''] = texts;
  const shown = `“${cutText(first, 61)}”`;
  return texts.length === 1 ? shown : `${counted(texts.length, thingOf(basis))}, from ${shown} on`;
}

/** What each of the things is that a study rests on. */
export function thingOf({ thing = 'sentence' }: Pick<Basis, 'thing'>): Thing {
  return thing;
}
