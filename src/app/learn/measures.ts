import { headsOf, leaveOneOut } from '../../core/ablation/orders.ts';
import { curveVariants, ordersOf } from '../../core/study/curveSets.ts';
import { importanceOf } from '../../core/study/importance.ts';
import { objectiveOf } from '../shown/shownImportance.ts';
import { interactionVariants, isOfPair } from '../../core/study/interaction.ts';
import { kindOnScreen } from '../shown/turning.ts';
import { inOrder } from '../shown/twins.ts';
import { textOnScreen } from '../shown/shown.ts';
import type { Action } from '../state/actions.ts';
import type { AppState } from '../state/appState.ts';
import type { Study } from '../state/studies.ts';

/** Something that a page of a lesson measures when it is opened. */
type Measure = {
  /** What there is of it, of whatever sentence. */
  readonly study: (state: AppState) => Study | null;
  readonly ask: (state: AppState) => Action | null;
};

/** By its name in a lesson. What is switched off or folded is measured by the page itself, by its view. */
export const MEASURES: Readonly<Record<string, Measure>> = {
  importance: {
    study: ({ studies }) => studies.measured.importance ?? null,
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
  alike: { study: ({ studies }) => studies.alike, ask: () => ({ type: 'compareAsked' }) },
  /** Heads taken away, the least important first; it begins once every head has been measured. */
  curve: {
    study: ({ studies }) => studies.measured['curve-importance'] ?? null,
    ask: (state) => {
      const { run, view, studies } = state;
      const study = studies.measured.importance;
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
    study: (state) => {
      const study = state.studies.measured.interaction ?? null;
      const { twins } = state.view;
      return study !== null && twins !== null && isOfPair(study, kindOnScreen(state), ...inOrder(twins)) ? study : null;
    },
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

/** Whether it has been measured, or has failed, on the sentence on screen. */
export function isMeasured(id: string, state: AppState): boolean {
  const study = MEASURES[id]?.study(state) ?? null;
  if (study === null || study.basis.kind === 'list' || study.basis.texts[0] !== textOnScreen(state)) return false;
  return study.status === 'done' || study.status === 'failed';
}
