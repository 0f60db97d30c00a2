/** A lesson as its file has it: pages that each set the view of the page, speak of one part of it, and ask for one thing to be done. */
export type Lesson = {
  readonly title: string;
  /** What it is about, in one sentence. */
  readonly about: string;
  /** Model and sentence of all its pages, as a link; null: those that the person has on screen. */
  readonly from: string | null;
  readonly pages: readonly LessonPage[];
};

export type LessonPage = {
  readonly title: string;
  /** Text with places for numbers and with terms, see `wordParts`. */
  readonly words: string;
  /** The one thing to do, written likewise. */
  readonly does: string;
  /** The view, as a link; it may have places for facts, such as heads that are found by their label. */
  readonly view: string;
  /** Id of the part of the page that is lit. */
  readonly lit: string;
  /** What is measured when the page is opened. */
  readonly measures: readonly string[];
  readonly guess: Guess | null;
  /** What has to be so on the models that ship. */
  readonly claims: readonly Claim[];
};

/** What a person can guess before they see it. */
export const GUESS_KINDS = ['word', 'head', 'number', 'direction', 'row', 'curve'] as const;
type GuessKind = (typeof GUESS_KINDS)[number];

export type Guess = {
  readonly kind: GuessKind;
  /** The question. */
  readonly asks: string;
  /** The fact that answers it: a position, a name of a head, a number or a change; of a `row` or a `curve` without its last argument, the column. */
  readonly truth: string;
  /** Of a `head`: the two to choose from. */
  readonly between: readonly string[];
  /** Of a `number`, a `row` or a `curve`: the ends of the scale. */
  readonly range: readonly [number, number];
  /** Of a `curve`: its columns, rising; those of a `row` are the tokens. */
  readonly columns: readonly number[];
  /** What is set besides, once the guess is made, as a link. */
  readonly shows: string;
  /** Id of the part that is lit from then on; empty for that of the page. */
  readonly lit: string;
};

/** A fact, and what it has to be: a number within bounds, or exactly a word. */
export type Claim = {
  readonly fact: string;
  readonly atLeast: number | null;
  readonly atMost: number | null;
  readonly is: string | null;
};

/** Longest text of a page, what is to be done included. */
export const MAX_WORDS = 60;

/** Whether a claim holds for what was found; null while that is on its way, and where it cannot be had: neither speaks against the claim. */
export function holds(claim: Claim, found: number | string | null | undefined): boolean | null {
  if (found === null || found === undefined) return null;
  if (claim.is !== null) return String(found) === claim.is;
  return (
    typeof found === 'number' &&
    found >= (claim.atLeast ?? Number.NEGATIVE_INFINITY) &&
    found <= (claim.atMost ?? Number.POSITIVE_INFINITY)
  );
}
