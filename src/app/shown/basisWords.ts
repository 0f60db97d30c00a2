import { counted } from '../../core/numberWords.ts';
import { cutText } from '../../core/quote.ts';
import { basisName } from './inputOnScreen.ts';
import type { Basis } from '../state/studies.ts';

/** What a study rests on, by name: "“The boy …”", "7 sentences, from “The boy …” on" or "200 held-out pictures". */
export function basisWords(basis: Basis): string {
  const { kind, texts } = basis;
  if (kind === 'held-out') return counted(texts.length, `held-out ${basis.thing}`);
  if (kind === 'shipped') return `${counted(texts.length, basis.thing)} that come with the page`;
  const shown = `“${cutText(basisName(basis), 61)}”`;
  return texts.length === 1 ? shown : `${counted(texts.length, basis.thing)}, from ${shown} on`;
}
