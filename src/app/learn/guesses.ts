import type { Guess } from '../../core/lessons/lesson.ts';
import { fixed } from '../../views/parts/numbers.ts';
import { inputKey } from '../shown/inputOnScreen.ts';
import type { Found } from './facts/fact.ts';

/** What a person guessed: a position, a number, a name, or what was drawn, column by column. */
export type Guessed = number | string | readonly number[];

export const DIRECTIONS = ['rises', 'stays', 'falls'] as const;

/** What a change comes to in words: it stays where two decimals show none. */
export function directionOf(change: number): (typeof DIRECTIONS)[number] {
  const text = fixed(change, 2);
  return Number(text) === 0 ? 'stays' : change > 0 ? 'rises' : 'falls';
}

/** Whether a guess is what came out; of a number or a drawing there is no right or wrong, only how far it is off. Null while the truth is on its way. */
export function isRight({ kind }: Pick<Guess, 'kind'>, guessed: Guessed, truth: Found): boolean | null {
  if (truth === null || truth === undefined || kind === 'number' || kind === 'row' || kind === 'curve') return null;
  if (kind === 'direction') return typeof truth === 'number' && directionOf(truth) === guessed;
  return guessed === truth;
}

const made = new Map<string, Guessed>();

/** The guess that was made on a page of a lesson, on this sentence, while the page has been open. */
export function guessMade(key: string): Guessed | null {
  return made.get(key) ?? null;
}

export function keepGuess(key: string, guessed: Guessed): void {
  made.set(key, guessed);
}

/** What a guess on a page of a lesson is kept under: it is about what is on screen: one stack of one model, and what that was given. */
export function guessKey(address: string, state: Parameters<typeof inputKey>[0]): string {
  return `${address} ${inputKey(state)} ${state.view.stack}`;
}

const truths = new Map<string, string>();

/** What came out, in words, once it has been shown while the page has been open. */
export function truthSeen(key: string): string | null {
  return truths.get(key) ?? null;
}

export function keepTruth(key: string, words: string): void {
  truths.set(key, words);
}
