import type { LabelContext } from '../../src/core/labels/context.ts';
import { contextOfStrings } from '../../src/core/labels/testing/strings.ts';

/** Words of which a random text is made; the first ones come often, so that texts have words that come again. */
const WORDS =
  'the a of to it cat dog man house river tree old red small came went saw took under near where then'.split(' ');
/** Of how many tokens one is a mark of punctuation. */
const PUNCTUATION_PART = 0.12;

/**
 * A text of random words with marks and repeats, `nTokens` long, special tokens included. Both ways: between [CLS] and
 * [SEP], from 20 tokens on half of them in two segments. Causal: half of them with a first token of their own.
 */
export function randomText(nTokens: number, isCausal: boolean, random: () => number): readonly string[] {
  const hasExtra = random() < 0.5;
  const words = Array.from({ length: nTokens }, () =>
    random() < PUNCTUATION_PART
      ? random() < 0.6
        ? ','
        : '.'
      : (WORDS[Math.floor(WORDS.length * random() ** 1.6)] ?? 'the'),
  );
  if (isCausal) return hasExtra ? ['<|endoftext|>', ...words.slice(1)] : words;
  const place = Math.floor(nTokens / 2);
  const text = ['[CLS]', ...words.slice(2), '[SEP]'];
  return hasExtra && nTokens >= 20 ? text.with(place, '[SEP]') : text;
}

/** The text made ready; `contextOf` of the rules that are tried. */
export function makeContext(text: readonly string[], isCausal: boolean, contextOf = contextOfStrings): LabelContext {
  return contextOf(text, isCausal, { hasSegments: !isCausal });
}
