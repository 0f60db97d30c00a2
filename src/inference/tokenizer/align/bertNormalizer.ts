import { MappedTextBuilder } from './mappedText.ts';
import type { MappedText } from './mappedText.ts';

/** The switches of a tokenizer.json "BertNormalizer". */
export type BertNormalizerOptions = {
  readonly cleanText: boolean;
  readonly spaceChinese: boolean;
  readonly stripAccents: boolean;
  readonly lowercase: boolean;
};

const CONTROL = /^(?:[\0\u{fffd}]|(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\p{Cs}])$/u;
const SPACE = /^\p{White_Space}$/u;
const ACCENT = /\p{Mn}/gu;

// The blocks that Hugging Face's BertNormalizer names; U+2B920 stands there where Unicode has U+2B820.
const CHINESE =
  /^[\u{4e00}-\u{9fff}\u{3400}-\u{4dbf}\u{20000}-\u{2a6df}\u{2a700}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{f900}-\u{faff}\u{2f800}-\u{2fa1f}]$/u;

/**
 * BERT's text cleaning, with the way back: control characters out, any space to " ", spaces around Chinese
 * characters, accents off, lower case, in this order and character by character as Hugging Face's tokenizers does.
 * The library's own normalizer leaves Chinese characters beyond U+FFFF unspaced and turns a last capital sigma into
 * a final one; both change token ids, so the model's text is made here and the library gets it ready-made.
 */
export function normaliseBert(text: string, options: BertNormalizerOptions): MappedText {
  const builder = new MappedTextBuilder();
  let at = 0;
  for (const character of text) {
    const end = at + character.length;
    pushCharacter(builder, character, at, end, options);
    at = end;
  }
  return builder.build();
}

function pushCharacter(
  builder: MappedTextBuilder,
  character: string,
  start: number,
  end: number,
  options: BertNormalizerOptions,
): void {
  const code = character.charCodeAt(0);
  const isPlain = character.length === 1 && code > 0x20 && code < 0x7f;
  if (isPlain) {
    builder.push(options.lowercase ? character.toLowerCase() : character, start, end);
    return;
  }
  if (options.cleanText && CONTROL.test(character)) {
    builder.push('', start, end);
    return;
  }
  const isChinese = options.spaceChinese && CHINESE.test(character);
  if (isChinese) builder.push(' ', start, start);
  builder.push(options.cleanText && SPACE.test(character) ? ' ' : fold(character, options), start, end);
  if (isChinese) builder.push(' ', end, end);
}

function fold(character: string, options: BertNormalizerOptions): string {
  const bare = options.stripAccents ? character.normalize('NFD').replace(ACCENT, '') : character;
  return options.lowercase ? Array.from(bare, (one) => one.toLowerCase()).join('') : bare;
}
