import type { Lesson } from '../../core/lessons/lesson.ts';
import { wordParts } from '../../core/lessons/wordParts.ts';
import type { AppState } from '../state/appState.ts';
import { textOnScreen } from '../shown/inputOnScreen.ts';
import { stackOnScreen } from '../shown/useStack.ts';
import type { View } from '../state/view.ts';
import { factOf, factWords } from './facts/facts.ts';
import { DIRECTIONS, guessKey, truthSeen } from './guesses.ts';
import { guessWords } from './guessWords.ts';
import { formatPlace } from './place.ts';
import { ownNow, viewOf } from './turnPages.ts';

/** Where a person fills in what is not on screen. */
const BLANK = '…………';

/** A piece of a line on paper. */
export type PaperPart = { readonly text: string; readonly is: 'text' | 'quoted' | 'fact' };

type PaperGuess = {
  readonly asks: readonly PaperPart[];
  /** What to choose from; empty for a line of one's own. */
  readonly options: string;
  /** Null: nobody has seen it on this visit. */
  readonly truth: string | null;
};

/** A page of a lesson as it is printed. */
type PaperPage = {
  readonly title: string;
  readonly words: readonly PaperPart[];
  readonly does: readonly PaperPart[];
  readonly guess: PaperGuess | null;
};

/** A lesson on paper, and what was on screen when it was asked for. */
export type Paper = {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** Name of the model. */
  readonly model: string;
  readonly text: string;
  readonly pages: readonly PaperPage[];
};

/** A lesson on paper: facts as they are on screen on those pages that are about what is on screen, and places to fill in on the others. */
export function paperOf(lesson: Lesson, id: string, state: AppState): Paper {
  const { model, view: now } = state;
  const pages = lesson.pages.map(({ title, words, does, guess }, at) => {
    const address = formatPlace({ id, at });
    const isOpen = state.view.lesson === address;
    const view = isOpen ? state.view : (viewOf(lesson, { id, at }, state) ?? state.view);
    const isOnScreen = isOpen || isSame(view, ownNow(state));
    const valueOf = (fact: string): string => {
      const found = isOnScreen ? factOf(state, fact) : null;
      return found === null || found === undefined ? BLANK : factWords(fact, found);
    };
    if (guess === null) return { title, words: paperParts(words, valueOf), does: paperParts(does, valueOf), guess };
    const seen = truthSeen(guessKey(address, { ...state, view }));
    // What is drawn has an answer for every column: it is there once it was seen.
    const isOneFact = guess.kind !== 'row' && guess.kind !== 'curve';
    const found = isOnScreen && isOneFact && guess.shows === '' ? factOf(state, guess.truth) : null;
    const onScreen = found === null || found === undefined ? null : guessWords(guess, found, stackOnScreen(state));
    const options = guess.kind === 'direction' ? DIRECTIONS : guess.between.map((name) => valueOf(`head ${name}`));
    return {
      title,
      words: paperParts(words, valueOf),
      does: paperParts(does, valueOf),
      guess: { asks: paperParts(guess.asks, valueOf), options: options.join(' / '), truth: seen ?? onScreen },
    };
  });
  const modelName = model.status === 'ready' ? model.model.name : now.modelId;
  return { id, title: lesson.title, about: lesson.about, model: modelName, text: textOnScreen(state), pages };
}

/** A text of a lesson by its pieces; terms are plain words, since paper explains nothing that is pressed. */
function paperParts(text: string, valueOf: (fact: string) => string): readonly PaperPart[] {
  return wordParts(text).map((part) => {
    if (part.kind === 'fact') return { text: valueOf(part.fact), is: 'fact' };
    return { text: part.text, is: part.kind === 'quoted' ? 'quoted' : 'text' };
  });
}

/** What of a view numbers rest on. */
const COUNTS = [
  ...(['modelId', 'host', 'revision', 'weights', 'stack', 'text', 'pair', 'drawing', 'asked', 'side'] as const),
  ...(['ablation', 'mode', 'picture', 'oneHead', 'groups', 'keys', 'twins', 'cell', 'timed'] as const),
  ...(['tau', 'isUnscaled', 'triedOn', 'cost', 'hidesSinks'] as const),
] satisfies readonly (keyof View)[];

/** Whether every number comes out the same in both. */
function isSame(a: View, b: View): boolean {
  return COUNTS.every((name) => JSON.stringify(a[name]) === JSON.stringify(b[name]));
}
