import type { AddedToken } from './tokenizerFile.ts';

/** A stretch of the text: an added token that was typed by name, or ordinary text between two of them. */
type Section = { readonly start: number; readonly end: number; readonly token: AddedToken | null };

/** Cuts a text into sections: leftmost name first, the longest where several begin together; empty ones are left out. */
type SectionSplitter = (text: string) => readonly Section[];

/** Makes the splitter for the names that are looked for in the text as typed. */
export function makeSplitter(added: readonly AddedToken[]): SectionSplitter {
  const byName = new Map(added.map((token) => [token.content, token]));
  if (byName.size === 0) return (text) => (text === '' ? [] : [{ start: 0, end: text.length, token: null }]);
  const names = [...byName.keys()].toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(names.map(escapePattern).join('|'), 'gu');
  return (text) => {
    const sections: Section[] = [];
    let at = 0;
    for (const match of text.matchAll(pattern)) {
      const token = byName.get(match[0]);
      if (token === undefined) continue;
      const start = token.lstrip ? Math.max(at, text.slice(0, match.index).trimEnd().length) : match.index;
      const after = match.index + match[0].length;
      const end = token.rstrip ? text.length - text.slice(after).trimStart().length : after;
      if (start > at) sections.push({ start: at, end: start, token: null });
      sections.push({ start: Math.max(at, start), end, token });
      at = end;
    }
    if (at < text.length) sections.push({ start: at, end: text.length, token: null });
    return sections;
  };
}

function escapePattern(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/-]/gu, String.raw`\$&`);
}
