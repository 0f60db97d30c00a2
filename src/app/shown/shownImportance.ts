import type { Objective } from '../../core/effect/effect.ts';
import type { Piece } from '../../core/patchAxes.ts';
import type { Thing } from '../../core/runExtras.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { MapValues } from '../../views/HeadMap/HeadMap.values.ts';
import type { AppState } from '../state/appState.ts';
import type { MeasureStudy } from '../state/studies.ts';
import { importanceFacts } from './importanceFacts.ts';
import { importanceOf, noiseOf } from '../../core/study/importance.ts';
import { MEASURE_WORDS } from './measureWords.ts';
import type { ClassScore, Importance, Measure } from '../../core/study/importance.ts';
import { NO_PATTERN_WORDS } from './restingWords.ts';
import { headTags } from './headTags.ts';
import { listTags } from './listTags.ts';
import type { ShownStack } from './useStack.ts';

/** What the tokens of each thing are called. */
const PIECES: Readonly<Record<Thing, Piece>> = { sentence: 'word', picture: 'patch', sound: 'moment' };

/** What a study says of each head, as the panel, the grid and the figure show it. */
export type ShownImportance = {
  readonly importance: Importance;
  /** The noise that effects are held against; null before the first result. */
  readonly noise: { readonly noise: number; readonly of: Measure } | null;
  readonly map: Omit<MapValues, 'noise' | 'isRunning'>;
};

/** What the effects of the model that is there are taken on; null where none can be. */
export function objectiveOf({ model }: Pick<AppState, 'model'>): Objective | null {
  return model.status === 'ready' ? (model.ablation?.objective ?? null) : null;
}

/**
 * A leave-one-out study as the map of the stack on screen, which an ablation names `kind`. A study of a recording knows its own
 * objective, any other has that of the model. `by` is what it is told by where the true classes are known.
 */
export function shownImportance(
  study: MeasureStudy,
  objective: Objective | null,
  { tensor, reports }: Pick<ShownStack, 'tensor' | 'reports'>,
  kind: AttentionKind | null,
  by: ClassScore,
): ShownImportance {
  const importance = importanceOf(study, study.objective ?? objective, by);
  const first = importance.heads.find(({ summary }) => summary !== null)?.summary ?? null;
  const { title, unit } = MEASURE_WORDS[importance.measure];
  return {
    importance,
    noise: study.floor === null || first === null ? null : noiseOf(study.floor, first),
    map: {
      nLayers: tensor.nLayers,
      nHeads: tensor.nHeads,
      layerNumbers: tensor.layerNumbers,
      facts: importanceFacts(importance, kind, study.basis.thing),
      max: importance.max,
      // Numbers over a list stand beside labels over that list.
      tags:
        study.basis.kind !== 'sentence'
          ? listTags(study, tensor)
          : reports === null
            ? null
            : headTags(reports, PIECES[study.basis.thing]),
      title,
      unit,
      missing: study.plan.variants[0]?.mode === 'ideal' ? NO_PATTERN_WORDS : undefined,
    },
  };
}
