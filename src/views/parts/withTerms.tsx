import type { ReactNode } from 'react';
import type { TermId } from '../../core/glossary/glossary.ts';
import { Term } from './Term.tsx';

/** Which words of a sentence are terms: each is dotted where it first stands. */
type Words = Readonly<Record<string, TermId>>;

/** A sentence with its terms dotted; words that it does not hold are passed over. */
export function withTerms(text: string, words: Words): ReactNode {
  const found = Object.entries(words)
    .map(([word, term]) => ({ word, term, at: text.search(new RegExp(`(?<!\\w)${escaped(word)}(?!\\w)`)) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at);
  const parts: ReactNode[] = [];
  let end = 0;
  for (const { word, term, at } of found) {
    // Of two that share letters the first is dotted.
    if (at < end) continue;
    parts.push(
      text.slice(end, at),
      <Term key={at} of={term}>
        {word}
      </Term>,
    );
    end = at + word.length;
  }
  return [...parts, text.slice(end)];
}

function escaped(word: string): string {
  return word.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
