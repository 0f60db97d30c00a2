import { isolated, isPatch, visibleText } from '../tokenText.ts';
import type { Piece } from '../patchAxes.ts';
import type { LabelId, LabelScore, Lean } from './report.ts';

/**
 * How a label is written. `says`: what the head does, in plain words. `chip`: the same where there is little room, `short`
 * where there is next to none. `name`: the technical name, one step behind. A glyph that stands for its shape, and its
 * rule in one sentence.
 */
type LabelWords = {
  readonly says: string;
  readonly chip: string;
  readonly short: string;
  readonly name: string;
  readonly glyph: LabelGlyph;
  readonly rule: string;
};

/** The shape a label has on a heatmap; drawn beside its word, so that colour is never needed to tell labels apart. */
export type LabelGlyph =
  | 'diagonal'
  | 'band'
  | 'column'
  | 'pair'
  | 'stripe'
  | 'block'
  | 'arc'
  | 'ring'
  | 'dot'
  | 'cross'
  | 'none';

export const LABEL_WORDS: Readonly<Record<LabelId, LabelWords>> = {
  previous: {
    says: 'looks one word back',
    chip: 'one word back',
    short: 'back',
    name: 'previous token',
    glyph: 'diagonal',
    rule: 'Each token looks at the token just before it.',
  },
  next: {
    says: 'looks one word ahead',
    chip: 'one word ahead',
    short: 'ahead',
    name: 'next token',
    glyph: 'diagonal',
    rule: 'Each token looks at the token just after it.',
  },
  self: {
    says: 'looks at itself',
    chip: 'itself',
    short: 'itself',
    name: 'self',
    glyph: 'diagonal',
    rule: 'Each token looks at itself.',
  },
  offset: {
    says: 'looks a fixed number of words away',
    chip: 'fixed distance',
    short: 'offset',
    name: 'fixed offset',
    glyph: 'diagonal',
    rule: 'Each token looks at the token a fixed number of places away.',
  },
  local: {
    says: 'looks at words nearby',
    chip: 'words nearby',
    short: 'nearby',
    name: 'local',
    glyph: 'band',
    rule: 'Each token looks at tokens at most two places away.',
  },
  delimiter: {
    says: 'rests on special tokens',
    chip: 'rests on specials',
    short: 'rests',
    name: 'sink: special token',
    glyph: 'column',
    rule: 'Tokens rest their attention on the special tokens.',
  },
  first: {
    says: 'rests on the first token',
    chip: 'rests on the first',
    short: 'rests',
    name: 'sink: first position',
    glyph: 'column',
    rule: 'Tokens rest their attention on the first position.',
  },
  punctuation: {
    says: 'looks at punctuation, in this sentence',
    chip: 'punctuation',
    short: 'marks',
    name: 'punctuation',
    glyph: 'column',
    rule: 'Words look at punctuation marks.',
  },
  vertical: {
    says: 'looks at one word, in this sentence',
    chip: 'one word',
    short: '1 word',
    name: 'one column',
    glyph: 'column',
    rule: 'Most tokens look at one and the same word.',
  },
  same_token: {
    says: 'looks at the same word elsewhere',
    chip: 'same word',
    short: 'same',
    name: 'same token',
    glyph: 'pair',
    rule: 'Each repeated word looks at its other occurrences.',
  },
  induction: {
    says: 'looks at what came after this word before',
    chip: 'what came after',
    short: 'after',
    name: 'induction',
    glyph: 'stripe',
    rule: 'Each repeated word looks at what followed it the last time.',
  },
  block: {
    says: 'looks within its own part',
    chip: 'own part',
    short: 'part',
    name: 'own segment',
    glyph: 'block',
    rule: 'Tokens look within their own segment of the input.',
  },
  long_range: {
    says: 'looks far away, in this sentence',
    chip: 'far away',
    short: 'far',
    name: 'long range',
    glyph: 'arc',
    rule: 'Tokens look farther away than evenly spread attention would.',
  },
  aligned: {
    says: 'follows the source',
    chip: 'follows the source',
    short: 'follows',
    name: 'monotone alignment',
    glyph: 'diagonal',
    rule: 'The later a token of the target, the later the place in the source that it looks at.',
  },
  broad: {
    says: 'spreads out',
    chip: 'spreads out',
    short: 'spread',
    name: 'broad',
    glyph: 'ring',
    rule: 'Attention is spread over most of the words.',
  },
  uniform: {
    says: 'looks everywhere alike',
    chip: 'everywhere alike',
    short: 'alike',
    name: 'uniform',
    glyph: 'ring',
    rule: 'Attention is spread evenly over every allowed position.',
  },
  resting: {
    says: 'rests nearly all the time',
    chip: 'rests nearly always',
    short: 'rests',
    name: 'resting',
    glyph: 'dot',
    rule: 'Nine tenths of the attention lie on sink positions.',
  },
  'vertical+diagonal': {
    says: 'rests and looks nearby',
    chip: 'rests + nearby',
    short: 'both',
    name: 'sink and diagonal',
    glyph: 'cross',
    rule: 'Part of the attention rests on a sink, part follows a diagonal.',
  },
  heterogeneous: {
    says: 'no clear pattern',
    chip: 'no clear pattern',
    short: 'unclear',
    name: 'no clear pattern',
    glyph: 'none',
    rule: 'No label passes its gates in this sentence.',
  },
};

/** The words for one label of one head. */
type SaidWords = Pick<LabelWords, 'says' | 'chip' | 'short' | 'name'>;

type Told = Pick<LabelScore, 'label' | 'offset' | 'word'>;

/** The words of a label as it stands on one head: with the distance of an offset, and the word or token that it is about. */
function wordsFor({ label, offset, word }: Told): SaidWords {
  const { says, chip, short, name } = LABEL_WORDS[label];
  const words = { says, chip, short, name };
  if (label === 'offset' && offset !== undefined) {
    const far = `${Math.abs(offset)} words ${offset < 0 ? 'back' : 'ahead'}`;
    const signed = `${offset < 0 ? '−' : '+'}${Math.abs(offset)}`;
    const brief = `${Math.abs(offset)} ${offset < 0 ? 'back' : 'ahead'}`;
    return { says: `looks ${far}`, chip: far, short: brief, name: `${name} ${signed}` };
  }
  if (word === undefined) return words;
  if (label === 'aligned') return { ...words, says: `follows the ${word}`, chip: `follows the ${word}` };
  const shown = shownWord(word);
  if (label === 'vertical' && isPatch({ text: word, special: false })) {
    return { ...words, says: `looks at ${shown}, in this picture`, chip: shown, short: shown.replace('patch ', '') };
  }
  if (label === 'vertical') {
    return {
      ...words,
      says: `looks at one word: ${shown}, in this sentence`,
      chip: `one word: ${shown}`,
      short: shown,
    };
  }
  return label === 'delimiter' ? { ...words, says: `rests on ${shown}`, chip: `rests on ${shown}` } : words;
}

/** The words of a chip: its label, and what the head leans to where that says little. */
export function chipWords(told: Told, lean: Lean | undefined): SaidWords {
  const words = wordsFor(told);
  if (lean === undefined) return words;
  const leaning = wordsFor(lean);
  return {
    says: `${words.says}, leans: ${leaning.chip}`,
    chip: `leans: ${leaning.short}`,
    short: `${leaning.short}?`,
    name: `${words.name}, leans: ${leaning.name}`,
  };
}

/** The words of a label where tokens are patches of a picture, or moments of a sound. */
export function ofPiece(words: string, piece: Piece): string {
  if (piece !== 'patch' && piece !== 'moment') return words;
  const [ending, whole] = piece === 'patch' ? ['es', 'picture'] : ['s', 'sound'];
  return words
    .replace(/\b(w|W)ord(s?)\b/g, (_, first: string, s: string) => {
      const one = first === 'w' ? piece : `${piece.charAt(0).toUpperCase()}${piece.slice(1)}`;
      return s === '' ? one : `${one}${ending}`;
    })
    .replace('sentence', whole)
    .replace(/\bsource\b/, piece === 'moment' ? whole : 'source');
}

/** Letters of a word that a chip repeats at most. */
const MOST_LETTERS = 18;

function shownWord(text: string): string {
  const letters = Array.from(visibleText({ text }));
  return isolated(letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS - 1).join('')}…` : letters.join(''));
}
