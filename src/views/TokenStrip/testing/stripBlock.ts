import type { Ink } from '../../picture/ink.ts';
import { num, rect, text } from '../../picture/svg.ts';
import type { Block } from '../../picture/svg.ts';
import { textWidth } from '../../picture/textWidth.ts';
import { answerArcs, stripArcs, stripLinks, stripTokens, tokenLit } from '../TokenStrip.picture.ts';
import type { StripBadge, StripToken, StripValues } from '../TokenStrip.picture.ts';

type Lit = Parameters<typeof tokenLit>[2];

const SIZE = 12;
const PADDING = 4;
const APART = 7;
const ROOM = 39;
const HEIGHT = 20;

/** A line of tokens with its arcs as SVG text. The page lets the browser lay the tokens out: no paper has them. */
export function stripBlock(values: StripValues, lit: Lit, ink: Ink): Block {
  let x = 0;
  const placed = stripTokens(values).map((token) => {
    if (token.position > 0 && !token.joins) x += APART;
    const place = { token, x, width: textWidth(token.words, SIZE, 'mono') + 2 * PADDING };
    x += place.width;
    return place;
  });
  const top = values.axis === 'both' ? ROOM : 0;
  const places = placed.map((place) => ({ x: place.x + place.width / 2, top }));
  const isAsked = values.ask !== null && lit.query === null && lit.key === null;
  const { arcs, badges } =
    isAsked && values.ask !== null
      ? answerArcs(values.ask, places, top, 13)
      : { arcs: stripArcs(stripLinks(values, lit), places, top), badges: [] };
  const paths = arcs.map(
    ({ path, width, opacity, dash }) =>
      `<path d="${path}" fill="none" stroke="${ink.evidence}" stroke-width="${num(width)}" opacity="${num(opacity)}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`,
  );
  const numbers = badges.map((badge) => badgeSvg(badge, ink));
  const tokens = placed.map(({ token, x: left, width }) =>
    tokenSvg(token, tokenLit(values.axis, token.position, lit), { x: left, y: top, width }, ink),
  );
  return { width: x, height: top + HEIGHT, body: [...paths, ...numbers, ...tokens].join('\n') };
}

function badgeSvg({ number, x, y, radius }: StripBadge, ink: Ink): string {
  const circle = `<circle cx="${num(x)}" cy="${num(y)}" r="${num(radius)}" fill="${ink.paper}" stroke="${ink.evidence}"/>`;
  return circle + text(x, y, String(number), { size: SIZE, font: 'mono', anchor: 'middle', fill: ink.evidence });
}

function tokenSvg(
  { words, isSpecial, joins }: StripToken,
  lit: ReturnType<typeof tokenLit>,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
  ink: Ink,
): string {
  const fill = lit === null ? (isSpecial ? ink.muted : ink.ink) : ink.paper;
  return [
    lit === null ? '' : rect(x, y, width, HEIGHT, ink[lit]),
    joins ? rect(x, y, 1, HEIGHT, ink.line) : '',
    rect(x, y + HEIGHT - 2, width, 2, lit === null ? ink.hairline : ink[lit]),
    text(x + width / 2, y + HEIGHT / 2, words, { size: SIZE, font: 'mono', anchor: 'middle', fill }),
  ].join('');
}
