import type { Token } from './tokens.ts';

/** A token's text with its white space made visible: a space as "␣", a line break as "⏎", a tab as "⇥". */
export function visibleText(token: Token): string {
  const shown = token.text
    .replaceAll('\r\n', '⏎')
    .replace(/[\n\r]/g, '⏎')
    .replaceAll('\t', '⇥')
    .replace(/[\u00a0\u2000-\u200a\u3000]/g, '␣');
  const isOnlySpace = /^ +$/.test(shown);
  return isOnlySpace
    ? shown.replaceAll(' ', '␣')
    : shown.replace(/ +$/g, (spaces) => '␣'.repeat(spaces.length)).replace(/^ +/, '');
}

/** True if the token begins a word: the text before it is a space, or it is the first one. Pieces of a word are joined on screen. */
export function beginsWord(token: Token, before: Token | undefined): boolean {
  if (before === undefined || token.special || before.special || token.segment !== before.segment) return true;
  return token.text.startsWith(' ') || token.start > before.end;
}

/** The name of a token where its place matters: `he (9)`. */
export function nameInPlace(token: Token): string {
  return `${visibleText(token)} (${token.position})`;
}
