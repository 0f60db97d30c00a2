import type { Objective } from '../../core/effect/effect.ts';
import type { HeadReport } from '../../core/labels/report.ts';
import type { ModelRun } from '../../core/run.ts';
import type { LookedAt, RunExtras, StudyPart } from '../../core/runExtras.ts';
import { runJsonParts } from '../../core/runJson.ts';
import { hasHead } from '../../core/selection.ts';
import { stackOf } from '../../core/stack.ts';
import { NOTHING_ABLATED } from '../state/ablated.ts';
import { currentAblated, isEffectCurrent } from '../shown/shown.ts';
import { costOf, foldedSets, sharing } from '../shown/oneHead.ts';
import { alikeOf } from '../shown/alike.ts';
import { notesOnScreen } from '../shown/headNotes.ts';
import { objectiveOf } from '../shown/shownImportance.ts';
import { fileName, saveInTurns } from '../parts/saveFile.ts';
import type { AppState } from '../state/appState.ts';
import { askedPosition, askedWord } from '../state/asked.ts';
import type { MeasureStudy, Study } from '../state/studies.ts';

/** Saves a run as `headlight-<model>.json`; parts are made between frames, so that a large run does not freeze the page. */
export async function saveRun(run: ModelRun, reports: readonly HeadReport[], extras: RunExtras): Promise<void> {
  const parts = runJsonParts(run, reports, extras);
  await saveInTurns(`headlight-${fileName(run.model.id)}.json`, parts, 'application/json');
}

/** What was worked out beside the run on screen: what is switched off in it, and what the studies have measured so far. */
export function extrasOf(state: AppState): RunExtras {
  const ablated = currentAblated(state);
  const { measured, alike } = state.studies;
  const objective = objectiveOf(state);
  const known = isEffectCurrent(state) ? state.ablated : NOTHING_ABLATED;
  const notes = notesOnScreen(state);
  const lookedAt = lookedAtIn(state);
  return {
    ...(lookedAt !== null && { lookedAt }),
    ...(notes.length > 0 && { notes }),
    ablated: ablated === null ? null : { ...ablated, effect: known.effect, words: known.words },
    oneHead: oneHeadParts(state),
    studies: Object.values(measured).flatMap((study) => partOf(study, objective) ?? []),
    alike:
      alike === null
        ? []
        : (alike.comparisons[0] ?? []).flatMap(({ kind }) => {
            const comparison = alikeOf(alike, kind);
            const texts = alike.basis.texts.slice(0, alike.comparisons.length);
            if (comparison === null) return [];
            const { nTexts, nContentTexts } = comparison;
            return [{ kind, texts, ...thingIn(alike), nTexts, nContentTexts, comparison }];
          }),
  };
}

function lookedAtIn({ run, view }: AppState): LookedAt | null {
  const stack = run === null ? null : stackOf(run, view.stack);
  if (run === null || stack === null) return null;
  const ask = askedPosition(run, stack, { asked: askedWord(view), side: view.side });
  return {
    kind: stack.tensor.kind,
    pinned: view.heads.filter((head) => hasHead(stack.tensor, head)),
    asked: ask === null ? null : { position: ask.position, from: view.side },
  };
}

/** The layers drawn as one head, each alone and all together, with what has been measured of them on this run. */
function oneHeadParts(state: AppState): RunExtras['oneHead'] {
  const { run, view } = state;
  if (run === null) return [];
  return foldedSets(state).map((layers) => {
    const cost = costOf(state, layers);
    const isOwn = cost !== null && cost.run === run;
    const ablation = sharing(run, view.stack, layers);
    return { ablation, effect: isOwn ? cost.effect : null, words: isOwn ? cost.words : new Map() };
  });
}

/** What a study rests on is called, where that is not sentences. */
function thingIn({ basis }: Pick<Study, 'basis'>): Pick<StudyPart, 'thing'> {
  const thing = basis.thing;
  return thing === 'sentence' ? {} : { thing };
}

/** A study as far as it has come: texts that it has not reached are no part of it. Null before the first answer. */
function partOf(study: MeasureStudy, objective: Objective | null): StudyPart | null {
  const { purpose, basis, status, floor, plan, results, refused, labels = [] } = study;
  const nReached = [...results, ...refused].reduce((most, { input }) => Math.max(most, input + 1), 0);
  if (nReached === 0) return null;
  return {
    purpose,
    texts: basis.texts.slice(0, nReached),
    ...thingIn(study),
    status: status === 'done' ? status : 'stopped',
    objective: study.objective ?? objective,
    floor,
    variants: plan.variants,
    results,
    refused,
    ...(labels.length > 0 && { labels: labels.filter(({ input }) => input < nReached) }),
  };
}
