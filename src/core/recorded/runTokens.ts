import type { Token } from '../tokens.ts';
import { refuse } from '../files/arrays.ts';
import { isRecord } from '../isRecord.ts';
import { isSpecialPiece, tokensOfPieces } from './pieces.ts';
import type { ReadTokens } from './pieces.ts';

/** The texts that tokens of segment 0 and 1 count in, as far as the file has them. */
type RunTexts = readonly [text: string | null, pair: string | null];

/** A token as a file has it: what is missing is made. */
type Written = Partial<Omit<Token, 'position' | 'segment'>> & { readonly segment: 0 | 1 };

/**
 * The tokens of a run file and the text they count in, or null for a value that is no list. A readable text or a piece is
 * enough of a token: ids are then as for bare pieces, and places those where the tokens are found in the text in turn.
 * Throws AppError 'bad-recording' for a token that has neither, and for a field of another type.
 */
export function readRunTokens(list: unknown, texts: RunTexts, name: string): ReadTokens | null {
  if (!Array.isArray(list)) return null;
  const written = list.map((token, position) => readWritten(token, `token ${position} of ${name}`));
  const made = tokensOfPieces(
    written.map(({ piece, text = '' }) => piece ?? text),
    null,
  );
  const line = texts[0] ?? made.text;
  const places = placesIn([line, texts[1] ?? ''], made.tokens, written);
  const tokens = made.tokens.map((own, position): Token => {
    const { text = own.text, id = own.id, special = isSpecialPiece(own.piece), segment } = written[position]!;
    return { position, id, piece: own.piece, text, ...places[position]!, special, segment };
  });
  return { tokens, text: line };
}

function readWritten(value: unknown, where: string): Written {
  if (!isRecord(value)) return refuse(`${where} is no object`);
  const { special, segment } = value;
  const [id, start, end] = (['id', 'start', 'end'] as const).map((key) => wholeOf(value[key], `${key} of ${where}`));
  const [piece, text] = (['piece', 'text'] as const).map((key) => textOf(value[key], `${key} of ${where}`));
  if (piece === undefined && text === undefined) refuse(`${where} has no text`);
  return {
    ...(id !== undefined && { id }),
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
    ...(piece !== undefined && { piece }),
    ...(text !== undefined && { text }),
    ...(typeof special === 'boolean' && { special }),
    segment: segment === 1 ? 1 : 0,
  };
}

function wholeOf(value: unknown, where: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : refuse(`${where} is no whole number`);
}

function textOf(value: unknown, where: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : refuse(`${where} is no text`);
}

type Place = Pick<Token, 'start' | 'end'>;

/** As written, or for a token without a place where it is found next in its text, and else at no characters. */
function placesIn(
  texts: readonly [string, string],
  tokens: readonly Token[],
  written: readonly Written[],
): readonly Place[] {
  const reached: [number, number] = [0, 0];
  return written.map(({ text, special, start, end, segment }, position) => {
    const from = reached[segment];
    if (start !== undefined && end !== undefined) {
      reached[segment] = Math.max(from, end);
      return { start, end };
    }
    const own = tokens[position]!;
    const letters = special === true || own.special ? '' : (text ?? own.text);
    const source = texts[segment];
    const whole = source.indexOf(letters, from);
    // Texts begin without the space that the first piece may have.
    const found = whole >= 0 ? { start: whole, letters } : trimmedIn(source, letters, from);
    const at = { start: start ?? found.start, end: end ?? (start ?? found.start) + found.letters.length };
    reached[segment] = Math.max(from, at.end);
    return at;
  });
}

function trimmedIn(
  source: string,
  letters: string,
  from: number,
): { readonly start: number; readonly letters: string } {
  const trimmed = letters.trim();
  const start = trimmed === '' ? -1 : source.indexOf(trimmed, from);
  return start < 0 ? { start: from, letters: '' } : { start, letters: trimmed };
}
