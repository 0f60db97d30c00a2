import { cutText } from '../../core/quote.ts';
import type { Basis } from '../state/studies.ts';

/** What a study rests on, by name: "“The boy …”" or "7 sentences, from “The boy …” on". */
export function basisWords({ texts }: Basis): string {
  const [first = ''] = texts;
  const shown = `“${cutText(first, 61)}”`;
  return texts.length === 1 ? shown : `${texts.length} sentences, from ${shown} on`;
}
