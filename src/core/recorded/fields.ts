import { AppError } from '../errors.ts';
import { refuse } from '../files/arrays.ts';
import { isRecord } from '../isRecord.ts';

/** Scores are float32, so no loss and no divergence of an honest file comes near this. */
const MAX_FIGURE = 1e39;

/** The fields of an object of a file. Throws AppError 'bad-recording' for anything else. */
export function readRecord(value: unknown, where: string): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : refuse(`${where} is ${shownValue(value)}, no object`);
}

/** A list of a file. Throws AppError 'bad-recording' for anything else. */
export function readList(value: unknown, where: string): readonly unknown[] {
  return Array.isArray(value) ? value : refuse(`${where} is ${shownValue(value)}, no list`);
}

/** One of the words that are known. Throws AppError 'bad-recording', naming them, for another. */
export function readChoice<Word extends string>(value: unknown, known: readonly Word[], where: string): Word {
  return (
    known.find((word) => word === value) ?? refuse(`${where} is ${shownValue(value)}; known are ${known.join(', ')}`)
  );
}

/** A whole number from `least` to below `end`. Throws AppError 'bad-recording' for any other value. */
export function readWhole(value: unknown, [least, end]: readonly [number, number], where: string): number {
  const isWhole = typeof value === 'number' && Number.isSafeInteger(value);
  return isWhole && value >= least && value < end
    ? value
    : refuse(
        `${where} is ${shownValue(value)}, no whole number ${end === Infinity ? `from ${least} on` : `from ${least} to ${end - 1}`}`,
      );
}

/** A measured number from `least` on; null, which stands for nothing to measure, as NaN. Throws AppError 'bad-recording' for any other value. */
export function readFigure(value: unknown, where: string, least = -MAX_FIGURE, most = MAX_FIGURE): number {
  if (value === null) return NaN;
  return typeof value === 'number' && value >= least && value <= most
    ? value
    : refuse(`${where} is ${shownValue(value)}, not a number that can have been measured`);
}

/** A text. Throws AppError 'bad-recording' for anything else. */
export function readText(value: unknown, where: string): string {
  return typeof value === 'string' ? value : refuse(`${where} is ${shownValue(value)}, no text`);
}

/** A list of texts, at least one. Throws AppError 'bad-recording' for anything else. */
export function readTexts(value: unknown, where: string): readonly string[] {
  const texts = readList(value, where).map((text, i) => readText(text, `${where}[${i}]`));
  return texts.length > 0 ? texts : refuse(`${where} is empty`);
}

/**
 * What `read` reads, or null with a warning where that part of a file is broken: the rest of the file is worth having without it.
 * Throws what is no AppError 'bad-recording'.
 */
export function orLeaveOut<Part>(what: string, warnings: string[], read: () => Part): Part | null {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'bad-recording') throw thrown;
    warnings.push(`${what} is left out: ${thrown.detail}.`);
    return null;
  }
}

/** A value of a file as a message can name it, however long it is. */
export function shownValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return `“${value.slice(0, 40)}${value.length > 40 ? '…' : ''}”`;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}
