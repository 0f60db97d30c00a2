import type { Hidden, HiddenRows } from '../../core/hiding.ts';
import { strongestLinks } from '../../core/links.ts';
import type { Link } from '../../core/links.ts';
import type { Token } from '../../core/tokens.ts';
import { beginsWord, visibleText } from '../../core/tokenText.ts';

/** The row and the column that are lit on the heatmaps. */
type Lit = { readonly query: number | null; readonly key: number | null };

export type StripValues = {
  /** What the tokens are on the heatmaps: rows, columns, or both (self-attention). */
  readonly axis: 'query' | 'key' | 'both';
  readonly tokens: readonly Token[];
  /** Arcs of the head on screen that stay: the far cells that carry its long-range label. */
  readonly arcs: readonly Link[];
  /** The head whose strongest links are drawn for the lit token, or null. Shape of pattern [query, key]. */
  readonly shown: {
    readonly pattern: Float32Array;
    readonly hiding: { readonly hidden: Hidden; readonly rows: HiddenRows } | null;
  } | null;
};

/** One token of the line. */
type StripToken = {
  readonly position: number;
  /** The token as it is written. */
  readonly words: string;
  readonly title: string;
  /** The colour that it is lit in: that of rows or that of columns. */
  readonly lit: 'query' | 'key' | null;
  readonly isSelected: boolean;
  readonly isSpecial: boolean;
  /** Whether it goes on with the word of the token before. */
  readonly joins: boolean;
};

const MAX_LINKS = 8;
const LEAST_WEIGHT = 0.05;

/** The tokens of the line; what is lit of an axis that they do not stand for lights none of them. */
export function stripTokens({ axis, tokens }: Pick<StripValues, 'axis' | 'tokens'>, lit: Lit): readonly StripToken[] {
  const [query, key] = litOn(axis, lit);
  return tokens.map((token, index) => ({
    position: token.position,
    words: visibleText(token),
    title: `position ${token.position}, id ${token.id}`,
    lit: query === token.position ? 'query' : key === token.position ? 'key' : null,
    isSelected: (axis === 'key' ? key : query) === token.position,
    isSpecial: token.special,
    joins: !beginsWord(token, tokens[index - 1]),
  }));
}

/** The links that are drawn: those of the lit token, the strongest of the head, and without one those that stay. */
export function stripLinks({ axis, tokens, arcs, shown }: StripValues, lit: Lit): readonly Link[] {
  const [query, key] = litOn(axis, lit);
  if (shown === null || (query === null && key === null)) return arcs;
  return strongestLinks(shown.pattern, tokens.length, { query, key }, shown.hiding, MAX_LINKS, LEAST_WEIGHT);
}

function litOn(axis: StripValues['axis'], { query, key }: Lit): readonly [query: number | null, key: number | null] {
  return [axis === 'key' ? null : query, axis === 'query' ? null : key];
}

/** An arc over the tokens, in CSS pixels from the top left of the room above them. */
export type StripArc = { readonly path: string; readonly width: number; readonly opacity: number };

/** Arcs whose height grows with the distance and whose stroke grows with the weight; `centres` are the middles of the tokens. */
export function stripArcs(links: readonly Link[], centres: readonly number[], height: number): readonly StripArc[] {
  const known = links.filter((link) => centres[link.query] !== undefined && centres[link.key] !== undefined);
  const longest = Math.max(1, ...known.map((link) => Math.abs(link.query - link.key)));
  return known.map(({ query, key, weight }) => {
    const [from, to] = [centres[query] ?? 0, centres[key] ?? 0];
    // A cubic rises to three quarters of its control points.
    const rise = (height - 3) * (0.35 + (0.65 * Math.abs(query - key)) / longest) * (4 / 3);
    const y = height - Math.min(rise, (height - 3) * (4 / 3));
    return {
      path: `M${from} ${height}C${from} ${y} ${to} ${y} ${to} ${height}`,
      width: 0.8 + 2.4 * Math.min(1, weight),
      opacity: 0.45 + 0.55 * Math.min(1, weight),
    };
  });
}
