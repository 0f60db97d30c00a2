import type { LabelId } from './report.ts';

/** How a label is written: a name, a part of it that fits a small chip, a glyph that stands for its shape, and its rule in one sentence. */
export type LabelWords = {
  readonly name: string;
  readonly short: string;
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
    name: 'previous token',
    short: 'previous',
    glyph: 'diagonal',
    rule: 'Each token looks at the token just before it.',
  },
  next: { name: 'next token', short: 'next', glyph: 'diagonal', rule: 'Each token looks at the token just after it.' },
  self: { name: 'self', short: 'self', glyph: 'diagonal', rule: 'Each token looks at itself.' },
  offset: {
    name: 'fixed offset',
    short: 'offset',
    glyph: 'diagonal',
    rule: 'Each token looks at the token a fixed number of places away.',
  },
  local: { name: 'local', short: 'local', glyph: 'band', rule: 'Each token looks at tokens at most two places away.' },
  delimiter: {
    name: 'sink: special token',
    short: 'sink',
    glyph: 'column',
    rule: 'Tokens rest their attention on the special tokens.',
  },
  first: {
    name: 'sink: first position',
    short: 'sink',
    glyph: 'column',
    rule: 'Tokens rest their attention on the first position.',
  },
  punctuation: {
    name: 'punctuation',
    short: 'punctuation',
    glyph: 'column',
    rule: 'Words look at punctuation marks.',
  },
  vertical: {
    name: 'one column',
    short: 'column',
    glyph: 'column',
    rule: 'Most tokens look at one and the same word.',
  },
  same_token: {
    name: 'same token',
    short: 'same',
    glyph: 'pair',
    rule: 'Each repeated word looks at its other occurrences.',
  },
  induction: {
    name: 'induction',
    short: 'induction',
    glyph: 'stripe',
    rule: 'Each repeated word looks at what followed it the last time.',
  },
  block: {
    name: 'own segment',
    short: 'segment',
    glyph: 'block',
    rule: 'Tokens look within their own segment of the input.',
  },
  long_range: {
    name: 'long range',
    short: 'long',
    glyph: 'arc',
    rule: 'Tokens look farther away than evenly spread attention would.',
  },
  broad: { name: 'broad', short: 'broad', glyph: 'ring', rule: 'Attention is spread over most of the words.' },
  uniform: {
    name: 'uniform',
    short: 'uniform',
    glyph: 'ring',
    rule: 'Attention is spread evenly over every allowed position.',
  },
  resting: {
    name: 'resting',
    short: 'resting',
    glyph: 'dot',
    rule: 'Nine tenths of the attention lie on sink positions.',
  },
  'vertical+diagonal': {
    name: 'sink and diagonal',
    short: 'sink',
    glyph: 'cross',
    rule: 'Part of the attention rests on a sink, part follows a diagonal.',
  },
  heterogeneous: {
    name: 'no clear pattern',
    short: 'no clear',
    glyph: 'none',
    rule: 'No label passes its gates in this sentence.',
  },
};
