import type { LabelId } from '../../src/core/labels/report.ts';
import type { HeadRef } from '../../src/core/selection.ts';
import { texts } from './texts.ts';
import type { TextName } from './texts.ts';

/** What shows that a head does what is said of it. */
export type Evidence =
  /** The labeller gives it one of the labels, on one of the texts at least, with this score or more. */
  | {
      readonly by: 'label';
      readonly labels: readonly LabelId[];
      readonly atLeast: number;
      readonly on: readonly TextName[];
    }
  /** The score alone, whatever the gates say: heads that rest most of the time. */
  | { readonly by: 'score'; readonly label: LabelId; readonly atLeast: number; readonly on: readonly TextName[] }
  /** Repeated random tokens. */
  | { readonly by: 'probe'; readonly measure: 'raw' | 'kappa'; readonly atLeast: number }
  /** Of the words it looks hardest at this one; "John#2" is the second John. */
  | { readonly by: 'looks'; readonly on: TextName; readonly from: string; readonly to: string };

export type Expectation = {
  readonly head: HeadRef;
  /** The head as its paper counts. */
  readonly paperName: string;
  readonly says: string;
  /** Whether the check fails without it. */
  readonly isRequired: boolean;
  readonly evidence: Evidence;
};

/** A model with what is known of its heads. */
export type KnownModel = {
  readonly name: string;
  /** On the Hub; null for a model that is only looked for on this machine. */
  readonly hubId: string | null;
  readonly texts: readonly TextName[];
  readonly expectations: readonly Expectation[];
};

type Known = (head: string, says: string, evidence: Evidence) => Expectation;

/** Both ways of counting heads: "4.11" from 0, "3-10" from 1. Throws RangeError for anything else. */
export function headOfPaper(name: string): HeadRef {
  const [, layer, separator, head] = /^(\d+)([.-])(\d+)$/.exec(name) ?? [];
  const first = separator === '-' ? 1 : 0;
  const ref = { layer: Number(layer) - first, head: Number(head) - first };
  if (!(ref.layer >= 0 && ref.head >= 0)) throw new RangeError(`invalid head: ${name}`);
  return ref;
}

const known =
  (isRequired: boolean): Known =>
  (paperName, says, evidence) => ({ head: headOfPaper(paperName), paperName, says, isRequired, evidence });
const must = known(true);
const should = known(false);

const label = (id: LabelId, atLeast: number, on: readonly TextName[]): Evidence => ({
  by: 'label',
  labels: [id],
  atLeast,
  on,
});
const probe = (atLeast: number): Evidence => ({ by: 'probe', measure: 'raw', atLeast });
const looks = (on: TextName, from: string, to: string): Evidence => ({ by: 'looks', on, from, to });

const PLAIN = texts('fresh', 'story', 'echo');

/** Wang et al. 2022 (IOI), the demos of TransformerLens, public score tables. Heads count from 0. */
const GPT2: KnownModel = {
  name: 'gpt2',
  hubId: 'Xenova/gpt2',
  texts: texts('fresh', 'story', 'echo', 'names'),
  expectations: [
    must('4.11', 'previous token', label('previous', 0.9, PLAIN)),
    ...['5.1', '5.5', '6.9', '7.2', '7.10'].map((head) => must(head, 'induction', probe(0.35))),
    ...['0.1', '0.5'].flatMap((head) => [
      must(head, 'itself, if new', label('self', 0.75, texts('fresh', 'story'))),
      must(head, 'same token, if repeated', label('same_token', 0.5, texts('echo'))),
    ]),
    should('2.2', 'previous token, diffuse', { by: 'score', label: 'previous', atLeast: 0.4, on: PLAIN }),
    should('5.6', 'previous token, mostly resting', { by: 'score', label: 'previous', atLeast: 0.6, on: PLAIN }),
    ...['3.3', '3.7', '6.8', '7.0'].map((head) =>
      should(head, 'previous token, secondary', { by: 'score', label: 'previous', atLeast: 0.4, on: PLAIN }),
    ),
    ...['0.3', '4.7'].map((head) => should(head, 'itself', label('self', 0.4, PLAIN))),
    ...['0.0', '0.6', '0.8', '0.9', '0.11'].map((head) => should(head, 'broad', label('broad', 0.8, PLAIN))),
    ...['5.1', '7.2'].map((head) => should(head, 'resting without repeats', label('resting', 0.95, texts('fresh')))),
    ...['9.6', '9.9', '10.1', '10.7', '11.10', '5.0'].map((head) =>
      should(head, 'induction-like, sinks aside', { by: 'probe', measure: 'kappa', atLeast: 0.5 }),
    ),
    should('3.0', 'duplicate token', looks('names', 'John#2', 'John#1')),
    ...['9.9', '10.0', '9.6'].map((head) => should(head, 'name mover', looks('names', 'to#2', 'Mary'))),
    ...['7.3', '7.9', '8.6', '8.10'].map((head) => should(head, 'S-inhibition', looks('names', 'to#2', 'John#2'))),
  ],
};

const CLARK_TEXTS = texts('fresh', 'story', 'market', 'cats');

/** Clark et al. 2019. Heads count from 1. */
const BERT: KnownModel = {
  name: 'bert-base-uncased',
  hubId: 'Xenova/bert-base-uncased',
  texts: CLARK_TEXTS,
  expectations: [
    ...['3-1', '3-10', '2-2', '1-11', '6-10'].map((head) => must(head, 'next token', label('next', 0.4, CLARK_TEXTS))),
    ...['4-6', '2-5', '8-5', '7-12'].map((head) => must(head, 'previous token', label('previous', 0.4, CLARK_TEXTS))),
    must('1-1', 'broad', label('broad', 0.8, CLARK_TEXTS)),
    must('8-7', '[SEP]', label('delimiter', 0.5, CLARK_TEXTS)),
    must('11-6', 'punctuation, else [SEP]', {
      by: 'label',
      labels: ['punctuation', 'delimiter'],
      atLeast: 0.4,
      on: CLARK_TEXTS,
    }),
    should('2-7', '[CLS]', label('delimiter', 0.5, CLARK_TEXTS)),
    ...['5-4', '4-1', '3-7', '2-12'].map((head) => should(head, 'same token', label('same_token', 0.5, texts('cats')))),
    should('8-10', 'object to its verb', looks('market', 'apples', 'bought')),
    should('8-11', 'determiner to its noun', looks('cats', 'the#1', 'cat')),
    should('8-2', 'subject to its verb', looks('market', 'they', 'tasted')),
    should('9-6', 'preposition to its object', looks('cats', 'on', 'mat')),
  ],
};

/** Measured when the models were made: the README beside each. Heads count from 0. */
const BOOKWORM_GPT: KnownModel = {
  name: 'bookworm-gpt',
  hubId: null,
  texts: PLAIN,
  expectations: [
    must('0.6', 'previous token', label('previous', 0.9, PLAIN)),
    ...['1.6', '2.3'].map((head) => must(head, 'induction', probe(0.4))),
    ...['0.3', '0.7'].map((head) => must(head, 'itself', label('self', 0.75, PLAIN))),
    must('0.2', 'same token, if repeated', label('same_token', 0.5, texts('echo'))),
    ...['1.2', '3.1'].map((head) => should(head, 'sink', label('first', 0.5, PLAIN))),
    ...['0.0', '0.4'].map((head) => should(head, 'local', label('local', 0.5, PLAIN))),
  ],
};

const BOOKWORM_BERT: KnownModel = {
  name: 'bookworm-bert',
  hubId: null,
  texts: PLAIN,
  expectations: [
    must('0.0', 'next token', label('next', 0.9, PLAIN)),
    must('0.6', 'previous token', label('previous', 0.9, PLAIN)),
    ...['0.3', '0.7'].map((head) => must(head, 'itself', label('self', 0.75, PLAIN))),
    must('3.0', 'same token, if repeated', label('same_token', 0.5, texts('echo'))),
    ...['0.2', '0.4'].map((head) => should(head, 'fixed offset', label('offset', 0.75, PLAIN))),
    should('1.6', 'next token, diffuse', label('next', 0.4, PLAIN)),
    should('2.2', 'previous token, diffuse', label('previous', 0.4, PLAIN)),
    should('2.5', '[CLS] and [SEP]', label('delimiter', 0.5, PLAIN)),
  ],
};

export const KNOWN_MODELS: readonly KnownModel[] = [GPT2, BERT, BOOKWORM_GPT, BOOKWORM_BERT];
