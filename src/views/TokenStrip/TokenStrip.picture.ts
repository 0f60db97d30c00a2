import type { AskSide } from '../../core/ask/answers.ts';
import type { Hidden, HiddenRows } from '../../core/hiding.ts';
import { strongestLinks } from '../../core/links.ts';
import type { Link } from '../../core/links.ts';
import type { Token } from '../../core/tokens.ts';
import { beginsWord, visibleText } from '../../core/tokenText.ts';
import type { Lit } from '../hover.ts';

/** The word that is asked about, and the first of what heads say: where each of them looks, best first. */
export type StripAsk = {
  readonly position: number;
  readonly side: AskSide;
  readonly said: readonly { readonly position: number; readonly weight: number }[];
};

export type StripValues = {
  /** What the tokens are on the heatmaps: rows, columns, or both (self-attention). */
  readonly axis: 'query' | 'key' | 'both';
  readonly tokens: readonly Token[];
  /** Null where no word of this line is asked about. */
  readonly ask: StripAsk | null;
  /** Arcs of the head on screen that stay: the far cells that carry its long-range label. */
  readonly arcs: readonly Link[];
  /** The head whose strongest links are drawn for the lit token, or null. Shape of pattern [query, key]. */
  readonly shown: {
    readonly pattern: Float32Array;
    readonly hiding: { readonly hidden: Hidden; readonly rows: HiddenRows } | null;
  } | null;
};

/** One token of the line. */
export type StripToken = {
  readonly position: number;
  /** The token as it is written. */
  readonly words: string;
  readonly title: string;
  readonly isAsked: boolean;
  readonly isSpecial: boolean;
  readonly isWritten: boolean;
  /** Whether it goes on with the word of the token before. */
  readonly joins: boolean;
};

const MAX_LINKS = 8;
const LEAST_WEIGHT = 0.05;

/** The tokens of the line. */
export function stripTokens({ tokens, ask }: Pick<StripValues, 'tokens' | 'ask'>): readonly StripToken[] {
  return tokens.map((token, index) => ({
    position: token.position,
    words: visibleText(token),
    title: `position ${token.position}, id ${token.id}${token.isWritten ? ', written by the model' : ''}`,
    isAsked: ask?.position === token.position,
    isSpecial: token.special,
    isWritten: token.isWritten ?? false,
    joins: !beginsWord(token, tokens[index - 1]),
  }));
}

/** The colour that a token is lit in, that of rows or that of columns; what is lit of an axis that the line does not stand for lights none. */
export function tokenLit(axis: StripValues['axis'], position: number, lit: Lit): 'query' | 'key' | null {
  const [query, key] = litOn(axis, lit);
  return query === position ? 'query' : key === position ? 'key' : null;
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

/** Where a token stands: its middle and its upper edge, in CSS pixels from the top left of the line. */
export type TokenPlace = { readonly x: number; readonly top: number };

/** An arc over the tokens, in CSS pixels from the top left of the line; `dash` as SVG writes it, empty for a line without gaps. */
export type StripArc = {
  readonly path: string;
  readonly width: number;
  readonly opacity: number;
  readonly dash: string;
};

/** The number of an answer over the token that it names; `x` and `y` are its middle. */
export type StripBadge = { readonly number: number; readonly x: number; readonly y: number; readonly radius: number };

/** Arcs whose height grows with the distance and whose stroke grows with the weight, in `room` over the tokens. */
export function stripArcs(links: readonly Link[], places: readonly TokenPlace[], room: number): readonly StripArc[] {
  const longest = longestOf(links.map(({ query, key }) => key - query));
  return links.flatMap(({ query, key, weight }) => {
    const [from, to] = [places[query], places[key]];
    if (from === undefined || to === undefined) return [];
    const rise = riseOf(key - query, longest, room - 3);
    return [{ ...arcBetween(from, to, Math.min(from.top, to.top) - rise), ...strokeOf(weight), dash: '' }];
  });
}

/** How lines are told apart without their colour, by the number of the answer. */
const DASHES = ['', '7 3', '2 3', '9 3 2 3', '4 2', '1 4'] as const;

/** Arcs from the asked word to what each answer names, with the answer's number at its end. */
export function answerArcs(
  { position, said }: StripAsk,
  places: readonly TokenPlace[],
  room: number,
  rem: number,
): { readonly arcs: readonly StripArc[]; readonly badges: readonly StripBadge[] } {
  const radius = 0.56 * rem;
  const height = 2 * radius + 1;
  const asked = places[position];
  const longest = longestOf(said.map((one) => one.position - position));
  const sameKey = (at: number): readonly number[] =>
    said.flatMap((other, index) => (other.position === said[at]?.position ? [index] : []));
  const arcs: StripArc[] = [];
  const badges: StripBadge[] = [];
  for (const [index, { position: end, weight }] of said.entries()) {
    const place = places[end];
    if (asked === undefined || place === undefined) continue;
    // Answers that name one token end side by side.
    const group = sameKey(index);
    const x = place.x + (group.indexOf(index) - (group.length - 1) / 2) * (2 * radius + 1);
    badges.push({ number: index + 1, x, y: place.top - radius - 1, radius });
    if (end === position) continue;
    const top = place.top - height;
    const rise = riseOf(end - position, longest, Math.max(3, room - height - 3));
    arcs.push({
      ...arcBetween(asked, { x, top }, Math.min(asked.top, top) - rise),
      ...strokeOf(weight),
      dash: DASHES[index % DASHES.length] ?? '',
    });
  }
  return { arcs, badges };
}

function longestOf(distances: readonly number[]): number {
  return Math.max(1, ...distances.map(Math.abs));
}

/** Where the control points lie over the ends: a cubic rises to three quarters of that. */
function riseOf(distance: number, longest: number, room: number): number {
  const share = 0.35 + (0.65 * Math.abs(distance)) / longest;
  return Math.min(room * share * (4 / 3), room * (4 / 3));
}

function arcBetween(from: TokenPlace, to: TokenPlace, y: number): Pick<StripArc, 'path'> {
  return { path: `M${from.x} ${from.top}C${from.x} ${y} ${to.x} ${y} ${to.x} ${to.top}` };
}

function strokeOf(weight: number): Pick<StripArc, 'width' | 'opacity'> {
  return { width: 0.8 + 2.4 * Math.min(1, weight), opacity: 0.45 + 0.55 * Math.min(1, weight) };
}
