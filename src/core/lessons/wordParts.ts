/** A piece of a lesson's text. */
type WordPart =
  | { readonly kind: 'text'; readonly text: string }
  /** A place for a fact: `{weight L3H2 10 2}`. */
  | { readonly kind: 'fact'; readonly fact: string }
  /** A term of art: `[queries](query)`. */
  | { readonly kind: 'term'; readonly text: string; readonly term: string }
  /** A word of the sentence, or a name of a control: `*boy*`. */
  | { readonly kind: 'quoted'; readonly text: string };

const MARKS = /\{([^{}]+)\}|\[([^[\]]+)\]\(([\w-]+)\)|\*([^*]+)\*/g;

/** A text by its pieces, in order. Brackets and stars that mark nothing are text. */
export function wordParts(text: string): readonly WordPart[] {
  const parts: WordPart[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKS)) {
    const [whole, fact, term, id, quoted] = match;
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    if (fact !== undefined) parts.push({ kind: 'fact', fact });
    else if (term !== undefined && id !== undefined) parts.push({ kind: 'term', text: term, term: id });
    else if (quoted !== undefined) parts.push({ kind: 'quoted', text: quoted });
    end = match.index + whole.length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

/** The facts that a text has places for. */
export function factsIn(text: string): readonly string[] {
  return wordParts(text).flatMap((part) => (part.kind === 'fact' ? [part.fact] : []));
}

/** How many words a person reads; what stands in a place counts as one. */
export function countWords(text: string): number {
  const read = wordParts(text)
    .map((part) => (part.kind === 'fact' ? '0' : part.text))
    .join('');
  return read.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;
}
