import { isRecord } from '../isRecord.ts';
import { GUESS_KINDS, MAX_WORDS } from './lesson.ts';
import type { Claim, Guess, Lesson, LessonPage } from './lesson.ts';
import { countWords, factsIn, wordParts } from './wordParts.ts';

/** What the words of a lesson may name; each says what is wrong with a name, or null. */
export type Vocabulary = {
  readonly fact: (name: string) => string | null;
  readonly part: (id: string) => string | null;
  readonly measure: (id: string) => string | null;
  readonly term: (id: string) => string | null;
  readonly link: (query: string) => string | null;
};

/** A lesson, and what is wrong in its file, each with its place: an honest writer mends it by that. */
type ReadLesson = { readonly lesson: Lesson; readonly wrong: readonly string[] };

const PAGE_FIELDS = ['title', 'words', 'does', 'view', 'lit', 'measures', 'guess', 'claims'];
const GUESS_FIELDS = ['kind', 'asks', 'truth', 'between', 'range', 'columns', 'shows', 'lit'];

/** Reads the file of a lesson. Never throws; with something wrong the lesson is not to be shown. */
export function readLesson(json: unknown, vocabulary: Vocabulary): ReadLesson {
  const wrong: string[] = [];
  const root = new Reader(json, '', wrong);
  root.only(['title', 'about', 'from', 'pages']);
  const pages = root.list('pages').map((page, at) => readPage(new Reader(page, `pages[${at}].`, wrong), vocabulary));
  if (pages.length === 0) wrong.push('pages: there are none');
  const from = root.optional('from');
  if (from !== null) root.check('from', vocabulary.link(from));
  return { lesson: { title: root.text('title'), about: root.text('about'), from, pages }, wrong };
}

function readPage(page: Reader, vocabulary: Vocabulary): LessonPage {
  page.only(PAGE_FIELDS);
  const [words, does, view, lit] = [
    page.text('words'),
    page.text('does'),
    page.optional('view') ?? '',
    page.text('lit'),
  ];
  const measures = page.list('measures').map(String);
  for (const name of ['words', 'does'] as const) checkText(page, name, vocabulary);
  const nWords = countWords(words) + countWords(does);
  if (nWords > MAX_WORDS) page.check('words', `${nWords} words with “does”, at most ${MAX_WORDS}`);
  page.check('lit', vocabulary.part(lit));
  page.check('view', linkTrouble(view, vocabulary));
  for (const id of measures) page.check('measures', vocabulary.measure(id));
  return {
    title: page.text('title'),
    words,
    does,
    view,
    lit,
    measures,
    guess: page.has('guess') ? readGuess(page.inner('guess'), vocabulary) : null,
    claims: page.list('claims').map((_, at) => readClaim(page.inner('claims', at), vocabulary)),
  };
}

function readGuess(guess: Reader, vocabulary: Vocabulary): Guess {
  guess.only(GUESS_FIELDS);
  const kind = GUESS_KINDS.find((one) => one === guess.text('kind'));
  if (kind === undefined) guess.check('kind', `none of ${GUESS_KINDS.join(', ')}`);
  const [truth, shows, lit] = [guess.text('truth'), guess.optional('shows') ?? '', guess.optional('lit') ?? ''];
  const isDrawn = kind === 'row' || kind === 'curve';
  guess.check('truth', vocabulary.fact(isDrawn ? `${truth} 0` : truth));
  guess.check('shows', linkTrouble(shows, vocabulary));
  if (lit !== '') guess.check('lit', vocabulary.part(lit));
  checkText(guess, 'asks', vocabulary);
  const between = guess.list('between').map(String);
  if (kind === 'head' && between.length !== 2) guess.check('between', 'two heads to choose from');
  const [low = 0, high = 1] = guess.list('range').map(Number);
  if (!(low < high)) guess.check('range', 'from the lower to the higher');
  const columns = guess.list('columns').map(Number);
  const isRising = columns.length > 1 && columns.every((at, n) => Number.isInteger(at) && at > (columns[n - 1] ?? -1));
  if (kind === 'curve' && !isRising) guess.check('columns', 'two whole numbers or more that rise');
  return { kind: kind ?? 'number', asks: guess.text('asks'), truth, between, range: [low, high], columns, shows, lit };
}

function readClaim(claim: Reader, vocabulary: Vocabulary): Claim {
  claim.only(['fact', 'atLeast', 'atMost', 'is']);
  const fact = claim.text('fact');
  claim.check('fact', vocabulary.fact(fact));
  const [atLeast, atMost, is] = [claim.number('atLeast'), claim.number('atMost'), claim.optional('is')];
  if (atLeast === null && atMost === null && is === null) claim.check('fact', 'needs “atLeast”, “atMost” or “is”');
  return { fact, atLeast, atMost, is };
}

function checkText(of: Reader, name: string, vocabulary: Vocabulary): void {
  for (const part of wordParts(of.text(name))) {
    if (part.kind === 'fact') of.check(name, vocabulary.fact(part.fact));
    if (part.kind === 'term') of.check(name, vocabulary.term(part.term));
  }
}

/** In a link a place for a fact stands for the name of a head: any one shows whether the rest can be read. */
function linkTrouble(link: string, { fact, link: trouble }: Vocabulary): string | null {
  const unknown = factsIn(link).flatMap((one) => fact(one) ?? []);
  return unknown[0] ?? trouble(link.replaceAll(/\{[^{}]+\}/g, 'L0H0'));
}

/** One object of the file, whose fields are told by their whole path. */
class Reader {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #wrong: string[];

  constructor(value: unknown, path: string, wrong: string[]) {
    this.#path = path;
    this.#wrong = wrong;
    this.#fields = isRecord(value) ? value : {};
    if (!isRecord(value)) wrong.push(`${path}: not an object`);
  }

  check(name: string, trouble: string | null): void {
    if (trouble !== null) this.#wrong.push(`${this.#path}${name}: ${trouble}`);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#fields, name);
  }

  only(names: readonly string[]): void {
    for (const name of Object.keys(this.#fields)) if (!names.includes(name)) this.check(name, 'no such field');
  }

  text(name: string): string {
    const value = this.optional(name);
    if (this.#fields[name] === undefined) this.check(name, 'missing');
    return value ?? '';
  }

  optional(name: string): string | null {
    const value = this.#fields[name];
    if (value !== undefined && typeof value !== 'string') this.check(name, 'not a text');
    return typeof value === 'string' ? value : null;
  }

  number(name: string): number | null {
    const value = this.#fields[name];
    if (value !== undefined && typeof value !== 'number') this.check(name, 'not a number');
    return typeof value === 'number' ? value : null;
  }

  list(name: string): readonly unknown[] {
    const value = this.#fields[name];
    if (value !== undefined && !Array.isArray(value)) this.check(name, 'not a list');
    return Array.isArray(value) ? value : [];
  }

  inner(name: string, at?: number): Reader {
    const value = this.#fields[name];
    const found: unknown = at === undefined ? value : Array.isArray(value) ? value[at] : undefined;
    return new Reader(found, `${this.#path}${name}${at === undefined ? '' : `[${at}]`}.`, this.#wrong);
  }
}
