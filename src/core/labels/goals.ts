import { BAND } from './regions.ts';
import type { RegionName } from './regions.ts';
import type { TargetLabel } from './rules.ts';
import type { CellValue } from './targets.ts';
import type { TextFacts } from './textFacts.ts';

/** What a label asks for, before any weight is seen: which cells, on which rows, among which keys. */
type Goal = {
  readonly value: CellValue;
  readonly region: RegionName;
  /** Shape [query]. */
  readonly rows: Uint8Array;
};

/**
 * The goal of a label in a text; null where the model or the text gives it none.
 * `line` is the offset of `offset` and the key position of `vertical`; of `delimiter` a position narrows it to tokens of one kind.
 */
export function goalOf(label: TargetLabel, text: TextFacts, line = NaN): Goal | null {
  return GOALS[label](text, line);
}

const GOALS: Readonly<Record<TargetLabel, (text: TextFacts, line: number) => Goal | null>> = {
  previous: (text) => diagonal(text, -1),
  next: (text) => (text.isCausal ? null : diagonal(text, 1)),
  self: (text) => diagonal(text, 0),
  offset: diagonal,
  local: (text) => onContent(text, (query, key) => Number(Math.abs(key - query) <= BAND)),
  delimiter: ({ special, content, identities }, line) =>
    special.includes(1)
      ? {
          value: (_, key) => (Number.isNaN(line) || identities[key] === identities[line] ? special[key]! : 0),
          region: 'all',
          rows: content,
        }
      : null,
  first: ({ isCausal, content }) =>
    isCausal ? { value: (_, key) => Number(key === 0), region: 'all', rows: content } : null,
  punctuation: (text) =>
    text.punctuation.includes(1)
      ? { value: (_, key) => text.punctuation[key]!, region: 'content', rows: contentWords(text) }
      : null,
  vertical: (text, line) => onContent(text, (_, key) => Number(key === line)),
  same_token: (text) => ({
    value: (query, key) =>
      Number(
        text.words[query] === text.words[key] &&
          query !== key &&
          text.punctuation[query] === 0 &&
          text.punctuation[key] === 0,
      ),
    region: 'others',
    rows: contentWords(text),
  }),
  // The key right before the query is left out: there induction and "previous token" are one cell.
  induction: (text) =>
    text.isCausal
      ? onContent(text, (query, key) =>
          Number(key >= 1 && key <= query - 2 && text.identities[key - 1] === text.identities[query]),
        )
      : null,
  block: (text) =>
    hasTwoSegments(text)
      ? {
          value: (query, key) => Number(text.segments[query] === text.segments[key]),
          region: 'beyondBand',
          rows: text.content,
        }
      : null,
  long_range: (text) => onContent(text, (query, key) => Math.abs(key - query)),
};

function onContent({ content }: TextFacts, value: CellValue): Goal {
  return { value, region: 'content', rows: content };
}

function diagonal(text: TextFacts, offset: number): Goal {
  return onContent(text, (query, key) => Number(key - query === offset));
}

/** Content rows that are no punctuation. Shape [query]. */
export function contentWords({ content, punctuation }: TextFacts): Uint8Array {
  return content.map((isContent, query) => (isContent === 1 && punctuation[query] === 0 ? 1 : 0));
}

function hasTwoSegments({ content, segments }: TextFacts): boolean {
  return new Set(segments.filter((_, place) => content[place] === 1)).size > 1;
}
