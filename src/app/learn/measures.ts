import { headsOf, leaveOneOut } from '../../core/ablation/orders.ts';
import { curveVariants, ordersOf } from '../../core/study/curveSets.ts';
import { importanceOf } from '../../core/study/importance.ts';
import { interactionVariants, isOfPair } from '../../core/study/interaction.ts';
import { objectiveOf } from '../shown/shownImportance.ts';
import { studyOf } from '../shown/studyOf.ts';
import { kindOnScreen } from '../shown/turning.ts';
import { inOrder } from '../shown/twins.ts';
import type { Action } from '../state/actions.ts';
import type { AppState } from '../state/appState.ts';
import type { Study, WordsStudy } from '../state/studies.ts';

/** Something that a page of a lesson measures when it is opened, on the sentence on screen. */
type Measure = {
  /** What there is of it. */
  readonly study: (state: AppState) => Study | null;
  /** Null where it cannot be asked for yet. */
  readonly ask: (state: AppState) => Action | null;
};

/** By its name in a lesson. What is switched off or folded is measured by the page itself, by its view. */
export const MEASURES: Readonly<Record<string, Measure>> = {
  importance: {
    study: (state) => studyOf(state, 'importance'),
    ask: ({ run, view }) =>
      run === null
        ? null
        : {
            type: 'measureAsked',
            purpose: 'importance',
            variants: leaveOneOut(run.attention, view.mode),
            onSentence: true,
          },
  },
  alike: { study: (state) => studyOf(state, 'alike'), ask: () => ({ type: 'compareAsked', onSentence: true }) },
  /** What each head gives to the words of `words=`, on the sentences that come with the page. */
  words: { study: wordsStudy, ask: () => ({ type: 'attendAsked', onShipped: true }) },
  /** Heads taken away, the least important first; it begins once every head has been measured. */
  curve: {
    study: (state) => studyOf(state, 'curve-importance'),
    ask: (state) => {
      const { run, view } = state;
      const study = studyOf(state, 'importance');
      if (run === null || study?.status !== 'done') return null;
      const all = headsOf(run.attention);
      const orders = ordersOf('importance', { all, pinned: [], importance: importanceOf(study, objectiveOf(state)) });
      return {
        type: 'measureAsked',
        purpose: 'curve-importance',
        variants: curveVariants(orders, view.mode),
        onSentence: true,
      };
    },
  },
  /** The two heads of `twins=`, each off alone and both. */
  pair: {
    study: pairStudy,
    ask: (state) =>
      state.view.twins === null
        ? null
        : {
            type: 'measureAsked',
            purpose: 'interaction',
            variants: interactionVariants(state.view.mode, kindOnScreen(state), ...inOrder(state.view.twins)),
            onSentence: true,
          },
  },
};

/** What there is of the words of the view, on the sentences that come with the page. */
export function wordsStudy({ studies: { words }, view, model }: AppState): WordsStudy | null {
  const isHere = model.status === 'ready' && model.model.id === view.modelId;
  return isHere && words?.words === view.words && words.basis.kind === 'shipped' ? words : null;
}

/** What there is of the two heads of `twins=`. */
export function pairStudy(state: AppState) {
  const study = studyOf(state, 'interaction');
  const { twins } = state.view;
  return study !== null && twins !== null && isOfPair(study, kindOnScreen(state), ...inOrder(twins)) ? study : null;
}

/** Whether it has been measured, or has failed, on the sentence on screen. */
export function isMeasured(id: string, state: AppState): boolean {
  const status = MEASURES[id]?.study(state)?.status;
  return status === 'done' || status === 'failed';
}
