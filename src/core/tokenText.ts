import type { Token } from './tokens.ts';

/** A token's text with what cannot be seen made visible: a space as "␣", a line break as "⏎", a tab as "⇥", U+200B as "<200B>". */
export function visibleText({ text }: Pick<Token, 'text'>): string {
  const shown = nameUnseen(
    text
      .replace(/\r\n|[\n\r\u0085\u2028\u2029]/g, '⏎')
      .replaceAll('\t', '⇥')
      .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, '␣'),
  );
  const isOnlySpace = /^ +$/.test(shown);
  return isOnlySpace
    ? shown.replaceAll(' ', '␣')
    : shown.replace(/ +$/g, (spaces) => '␣'.repeat(spaces.length)).replace(/^ +/, '');
}

/** A text whose characters that leave no mark are named, "<200B>"; white space is none of them. */
export function nameUnseen(text: string): string {
  return text.replace(UNSEEN, (found, unseen?: string) => (unseen === undefined ? found : `<${codeOf(unseen)}>`));
}

/** Controls, signs of direction, joiners, fillers, selectors, halves of a pair: what leaves no mark, or turns round what stands beside it. */
const UNSEEN_LETTER = '(?![\\t\\n\\r])[\\p{Cc}\\p{Cs}\\p{Default_Ignorable_Code_Point}\\u2800\\ufff9-\\ufffb]';

/** Scripts whose letters joiners are part of the spelling of; between others they are a stowaway. */
const JOINED_LETTER =
  '(?!\\p{Script=Latin}|\\p{Script=Greek}|\\p{Script=Cyrillic}|\\p{Script=Han}|\\p{Script=Hiragana}|\\p{Script=Katakana}|\\p{Script=Hangul})[\\p{L}\\p{M}]';

/** First what such characters are a part of, which stays whole: flags of regions, emoji of several, a form that is chosen, a word. */
const UNSEEN = new RegExp(
  [
    '\\u{1f3f4}[\\u{e0020}-\\u{e007e}]+\\u{e007f}',
    '\\p{Extended_Pictographic}[\\ufe0f\\u{1f3fb}-\\u{1f3ff}]?(?:\\u200d\\p{Extended_Pictographic}[\\ufe0f\\u{1f3fb}-\\u{1f3ff}]?)+',
    '[\\p{L}\\p{N}\\p{S}#*][\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]',
    `(?<=${JOINED_LETTER})[\\u200c\\u200d](?=${JOINED_LETTER})`,
    `(${UNSEEN_LETTER})`,
  ].join('|'),
  'gu',
);

/** A character's number in Unicode as it is written: "200B". */
function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

/** True if the token begins a word: the text before it is a space, or it is the first one. Pieces of a word are joined on screen. */
export function beginsWord(token: Token, before: Token | undefined): boolean {
  if (before === undefined || token.special || before.special || token.segment !== before.segment) return true;
  return token.text.startsWith(' ') || token.start > before.end || isPlace(token);
}

/** True for the name of a place that no letters stand for: a patch, a region, a learned query, a moment of a sound. */
function isPlace(token: Pick<Token, 'text' | 'special'>): boolean {
  const { text, special } = token;
  return isMoment(token) || (!special && /^(patch|region|t\d+) \d+,\d+$|^(query|key|position) \d+$/.test(text));
}

/** True if the token stands for no letters of a text and is no special one: a patch of a picture, or of a moment of a film, which is a word by itself. */
export function isPatch({ text, special }: Pick<Token, 'text' | 'special'>): boolean {
  return !special && /^(patch|t\d+) \d+,\d+$/.test(text);
}

/** True if the token is a moment of a sound, or one band of pitch of it. */
export function isMoment({ text, special }: Pick<Token, 'text' | 'special'>): boolean {
  return !special && /^\d+\.\d+ s( b\d+)?$/.test(text);
}

/** Letters that are written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and their like. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** A text as a part of a sentence that it must not turn round: between marks of isolation where it runs from right to left. */
export function isolated(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}

/** The same without these marks, for files: programs that read them compare letters. */
export function withoutIsolation(text: string): string {
  return text.replace(/[\u2068\u2069]/g, '');
}

/** The name of a token where its place matters: `he (9)`. */
export function nameInPlace(token: Token): string {
  return `${isolated(visibleText(token))} (${token.position})`;
}
