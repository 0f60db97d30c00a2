import { isWritten, numbersIn } from './numbers.ts';

/** What must stand in the holes of a statement, in order: numbers, or words. */
export type Truth = readonly (number | string)[];

/** A sentence of a page, or a part of it; each `#` stands for a number or a name that has to be so, `"#"` for several words. */
export type Statement<Facts> = readonly [says: string, truth: (facts: Facts) => Truth | Promise<Truth>];

type Hole = { readonly text: string; readonly start: number; readonly end: number };

/** The holes of a statement as a page fills them. Throws Error where the page does not say it, or says it twice. */
export function holesOf(says: string, text: string): readonly Hole[] {
  const pattern = says
    .replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
    .replaceAll('"#"', '"([^"]+)"')
    .replaceAll('#', String.raw`([+−-]?[\w.]*\w)(?!\.?\w)`);
  const found = [...text.matchAll(new RegExp(pattern, 'gd'))];
  const [match] = found;
  if (match?.indices === undefined || found.length > 1)
    throw new Error(`it stands there ${found.length} times: ${says}`);
  return match.indices.slice(1).map(([start, end] = [0, 0]) => ({ text: text.slice(start, end), start, end }));
}

/** What a page says that is not so, in words for whoever mends it. */
export function lies(says: string, text: string, truth: Truth): readonly string[] {
  const holes = holesOf(says, text);
  if (holes.length !== truth.length) return [`${truth.length} answers for ${holes.length} places: ${says}`];
  return holes.flatMap(({ text: written }, at) => {
    const value = truth[at] ?? '';
    const isSo = typeof value === 'number' ? isWritten(written, value) : written === value;
    return isSo ? [] : [`“${written}” should be ${value}: ${says}`];
  });
}

/** Numbers of a page that stand in no hole of these statements, each with the words before it. */
export function unclaimed(statements: readonly Statement<never>[], text: string): readonly string[] {
  const holes = statements.flatMap(([says]) => holesOf(says, text));
  return numbersIn(text)
    .filter((number) => !holes.some(({ start, end }) => start <= number.start && number.end <= end))
    .map(({ start, end }) => text.slice(Math.max(0, start - 40), end));
}
