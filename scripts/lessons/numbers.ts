/** A number on a page, in digits or as a word, and where it stands. */
export type FoundNumber = { readonly text: string; readonly start: number; readonly end: number };

/** "one" and "first" are left out: most of the time they count nothing. */
const NUMBER_WORDS: ReadonlyMap<string, number> = new Map([
  ...['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'].map(
    (word, at) => [word, at + 2] as const,
  ),
  ...['eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'].map(
    (word, at) => [word, at + 11] as const,
  ),
  ...['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety', 'hundred'].map(
    (word, at) => [word, 10 * (at + 2)] as const,
  ),
  ...['second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth', 'eleventh', 'twelfth'].map(
    (word, at) => [word, at + 2] as const,
  ),
]);

/** Code, addresses behind links, and names of heads: what stands in them counts nothing. */
const NO_COUNTS = /`[^`]*`|\]\([^)]*\)|\bL\d+H\d+\b/g;

/** The text of a page in one line each paragraph, without the marks that begin a step of a list. */
export function plainText(page: string): string {
  return page
    .replaceAll(/^ *\d+\. /gm, '')
    .replaceAll('**', '')
    .replaceAll(/(?<!\n)\n *(?!\n)/g, ' ');
}

/** Every number of a text, in order. */
export function numbersIn(text: string): readonly FoundNumber[] {
  const blank = text.replaceAll(NO_COUNTS, (part) => ' '.repeat(part.length));
  const pattern = new RegExp(String.raw`[+−-]?\d+(?:\.\d+)?|\b(?:${[...NUMBER_WORDS.keys()].join('|')})\b`, 'gi');
  return [...blank.matchAll(pattern)].map(({ 0: found, index }) => ({
    text: found,
    start: index,
    end: index + found.length,
  }));
}

/** Whether a number as it is written is this one, rounded to the decimals that are written; a change is written with its sign. */
export function isWritten(text: string, value: number): boolean {
  const word = NUMBER_WORDS.get(text.toLowerCase());
  if (word !== undefined) return word === value;
  const digits = text.replace('−', '-');
  const decimals = digits.split('.')[1]?.length ?? 0;
  const rounded = value.toFixed(decimals);
  return digits === rounded || (digits === `+${rounded}` && value > 0);
}
