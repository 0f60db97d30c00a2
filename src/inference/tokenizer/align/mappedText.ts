/** Half-open range of UTF-16 code units. */
export type Span = { readonly start: number; readonly end: number };

/**
 * A text derived from another one, in which every UTF-16 code unit knows the characters it was made of.
 * Shape: starts and ends [text.length]; both never decrease; both halves of a surrogate pair have the same range.
 */
export type MappedText = { readonly text: string; readonly starts: Int32Array; readonly ends: Int32Array };

/** Where each of a section's pieces lies in the text that `mapped` was made of: one span per piece, in order. */
export type Aligner = (pieces: readonly string[], mapped: MappedText) => readonly Span[];

/**
 * Gathers a `MappedText` from left to right.
 * A source character that yields nothing (a stripped accent, a zero-width joiner) joins the character before it, or,
 * at the start of a word, the one after it, so that no visible character falls between two tokens.
 */
export class MappedTextBuilder {
  readonly #parts: string[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #lastIsSpace = true;
  #orphan: number | null = null;

  /** Appends `output`, made of the source range; an empty `output` drops the range. */
  push(output: string, start: number, end: number): void {
    if (output === '') {
      this.#drop(start, end);
      return;
    }
    const isSpace = /^\s+$/u.test(output);
    const from = isSpace ? start : (this.#orphan ?? start);
    this.#parts.push(output);
    for (let i = 0; i < output.length; i++) {
      this.#starts.push(from);
      this.#ends.push(end);
    }
    this.#lastIsSpace = isSpace;
    this.#orphan = null;
  }

  build(): MappedText {
    return { text: this.#parts.join(''), starts: Int32Array.from(this.#starts), ends: Int32Array.from(this.#ends) };
  }

  #drop(start: number, end: number): void {
    if (this.#lastIsSpace) {
      this.#orphan ??= start;
      return;
    }
    const length = this.#parts.at(-1)?.length ?? 0;
    this.#ends.fill(end, this.#ends.length - length);
  }
}

/** The text mapped to itself. */
export function mapIdentity(text: string): MappedText {
  const builder = new MappedTextBuilder();
  let at = 0;
  for (const character of text) {
    builder.push(character, at, at + character.length);
    at += character.length;
  }
  return builder.build();
}

/** The source characters of mapped code units `from` up to `to`; where from equals to, the empty place before `from`. */
export function sourceSpan(mapped: MappedText, from: number, to: number): Span {
  if (to > from) return { start: mapped.starts[from] ?? 0, end: mapped.ends[to - 1] ?? 0 };
  const place = from > 0 ? (mapped.ends[from - 1] ?? 0) : 0;
  return { start: place, end: place };
}
