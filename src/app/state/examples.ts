import { parseHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { ModelRun } from '../../core/run.ts';
import { DEFAULT_TEXT } from './fields.ts';

/** A sentence worth trying: with its model, the word to ask about and the heads to look at; what to look for is in app/ask/looks.ts. */
export type Example = {
  readonly name: string;
  readonly modelId: typeof GPT | typeof BERT;
  readonly text: string;
  readonly pair: string | null;
  /** Position of the asked token. */
  readonly ask: number;
  /** "L3H2 L0H6". */
  readonly heads: string;
  /** The same sentence in another model shows the other side of it. */
  readonly other?: { readonly modelId: string; readonly name: string };
  /** Whether it is one of the sentences that studies are offered to rest on. */
  readonly isMeasured?: true;
};

const GPT = 'bookworm-gpt';
const BERT = 'bookworm-bert';

/** As the first sentence, of words that both text models have whole. */
const WHOLE_TEXT = 'The boy ran to the bank because he needed money quickly.';

/** What is said of each is held by scripts/examples.test.ts, against the models that ship. */
export const EXAMPLES: readonly Example[] = [
  {
    name: 'the first sentence',
    modelId: GPT,
    text: DEFAULT_TEXT,
    pair: null,
    ask: 10,
    heads: 'L3H2 L0H6',
    other: { modelId: BERT, name: 'Bookworm BERT' },
    isMeasured: true,
  },
  {
    name: 'both sides of a word',
    modelId: BERT,
    text: DEFAULT_TEXT,
    pair: null,
    ask: 7,
    heads: 'L0H2 L3H2',
    other: { modelId: GPT, name: 'Bookworm GPT' },
  },
  {
    name: 'the same in whole words',
    modelId: GPT,
    text: WHOLE_TEXT,
    pair: null,
    ask: 9,
    heads: 'L3H2 L0H6',
    other: { modelId: BERT, name: 'Bookworm BERT' },
  },
  {
    name: 'both sides, in whole words',
    modelId: BERT,
    text: WHOLE_TEXT,
    pair: null,
    ask: 6,
    heads: 'L0H2 L3H7',
    other: { modelId: GPT, name: 'Bookworm GPT' },
  },
  {
    name: 'one word back',
    modelId: GPT,
    text: 'A word looks at the word that is just before it.',
    pair: null,
    ask: 10,
    heads: 'L0H6 L0H2',
  },
  {
    name: 'the same word',
    modelId: GPT,
    text: 'My cat saw my dog and my dog saw my cat.',
    pair: null,
    ask: 11,
    heads: 'L0H2 L2H3',
  },
  {
    name: 'a phrase that returns: induction',
    modelId: GPT,
    text: 'The old man and the sea met the young man by the sea, and the old man and the sea met again.',
    pair: null,
    ask: 22,
    heads: 'L2H3 L1H6',
    isMeasured: true,
  },
  {
    name: 'subject and verb',
    modelId: GPT,
    text: 'The letters in the old box were lost.',
    pair: null,
    ask: 7,
    heads: 'L3H6 L3H5',
  },
  {
    name: 'who is “her”?',
    modelId: GPT,
    text: 'The girl lost her ring in the wood, and she cried.',
    pair: null,
    ask: 4,
    heads: 'L3H5 L3H6',
  },
  {
    name: 'who is “it”?',
    modelId: GPT,
    text: 'The chair does not fit into the box because it is too large.',
    pair: null,
    ask: 10,
    heads: 'L3H6 L3H2',
    isMeasured: true,
  },
  {
    name: 'punctuation',
    modelId: GPT,
    text: 'Well, yes, I think, and so does she, that we agree; do we not?',
    pair: null,
    ask: 6,
    heads: 'L0H5 L3H3',
    isMeasured: true,
  },
  {
    name: 'one word, three times',
    modelId: GPT,
    text: 'That that is, is; that that is not, is not.',
    pair: null,
    ask: 9,
    heads: 'L0H2 L0H6',
    isMeasured: true,
  },
  {
    name: 'a word to fill in',
    modelId: BERT,
    text: 'She opened the [MASK] and went out into the garden.',
    pair: null,
    ask: 4,
    heads: 'L2H0 L2H3',
    isMeasured: true,
  },
  {
    name: 'two sentences',
    modelId: BERT,
    text: 'The dog sat by the fire.',
    pair: 'Nobody wanted to wake the dog.',
    ask: 2,
    heads: 'L1H7 L0H5',
  },
  {
    name: 'what was wrong?',
    modelId: GPT,
    text: 'The lady who read the letter said it was wrong.',
    pair: null,
    ask: 9,
    heads: 'L3H6 L3H2',
  },
  {
    name: 'nurse and doctor: is this a bias?',
    modelId: GPT,
    text: 'The nurse called the doctor because he had sent for her.',
    pair: null,
    ask: 8,
    heads: 'L3H2 L3H5',
  },
];

/** The example that a run is of, in the model that the example is about. */
export function exampleOf({ model, text, pair }: Pick<ModelRun, 'model' | 'text' | 'pair'>): Example | null {
  return EXAMPLES.find((one) => one.modelId === model.id && one.text === text && one.pair === pair) ?? null;
}

export function headsOfExample({ heads }: Pick<Example, 'heads'>): readonly HeadRef[] {
  return heads.split(' ').flatMap((name) => parseHead(name) ?? []);
}
