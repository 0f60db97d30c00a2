import { VISIBLE_TIMES } from '../../core/ablation/formulas.ts';
import { AppError } from '../../core/errors.ts';
import { paperAlikeLayout } from '../../views/AlikeMatrix/AlikeMatrix.layout.ts';
import { alikePicture } from '../../views/AlikeMatrix/AlikeMatrix.picture.ts';
import { planePicture } from '../../views/AlikeMatrix/AlikePlane.picture.ts';
import { alikeFigure } from '../../views/figure/alikeFigure.ts';
import { curveFigure } from '../../views/figure/curveFigure.ts';
import { effectPicture } from '../../views/EffectStrip/EffectStrip.picture.ts';
import { effectFigure } from '../../views/figure/effectFigure.ts';
import type { Figure } from '../../views/figure/page.ts';
import { mapFigure } from '../../views/figure/mapFigure.ts';
import { PAPER } from '../../views/figure/paper.ts';
import { paperMapLayout } from '../../views/HeadMap/HeadMap.layout.ts';
import { mapPicture } from '../../views/HeadMap/HeadMap.picture.ts';
import { curvePicture } from '../../views/PruningCurve/PruningCurve.picture.ts';
import { preciseNumber } from '../../views/parts/numbers.ts';
import { shownEffect } from '../shown/shownEffect.ts';
import { effectWords, withoutWords } from '../parts/effectWords.ts';
import { kindOnScreen } from '../shown/turning.ts';
import type { AppState } from '../state/appState.ts';
import { alikeOf } from '../shown/alike.ts';
import { shownAlike } from '../shown/shownAlike.ts';
import { shownCurves } from '../shown/shownCurves.ts';
import { objectiveOf, shownImportance } from '../shown/shownImportance.ts';
import { comparedWords, groupsWords, tooShortWords, unfinishedWords } from '../alike/alikeWords.ts';
import type { HeadMap } from '../alike/headMap.ts';
import { MEASURE_WORDS } from '../shown/measureWords.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { modelLine, sentenceLine } from './figureWords.ts';
import { curveCaption, measuredOver } from './studyCaptions.ts';

function gone(): never {
  throw new AppError('figure-failed', 'what it was to show is not there any more; measure again');
}

/** How much is lost without each head. */
export function importanceFigure(stack: ShownStack, state: AppState): Figure {
  const study = state.studies.measured.importance ?? gone();
  const { map, noise } = shownImportance(
    study,
    objectiveOf(state),
    stack,
    kindOnScreen(state),
    state.studies.sentences.by,
  );
  const caption = [
    `Each head switched off in turn: ${measuredOver(study)}`,
    noise !== null && noise.noise > 0
      ? `Noise floor: ${MEASURE_WORDS[noise.of].quantity} ${preciseNumber(noise.noise)} ${MEASURE_WORDS[noise.of].unit}; heads whose effect is not ${VISIBLE_TIMES} times as large are grey.`
      : '',
    modelLine(stack),
  ].filter((line) => line !== '');
  const hasFaint = [...map.facts.values()].some((fact) => fact.value !== null && fact.isFaint);
  // A print does not go on: what is not measured in it is not on its way.
  const values = { ...map, noise: hasFaint ? 'within the noise' : null, isRunning: false };
  return mapFigure(mapPicture(values, paperMapLayout(map.nHeads), 'light'), {
    title: `${map.title} of ${map.nLayers * map.nHeads} heads`,
    description: caption.join(' '),
    caption,
  });
}

/** What is left as heads are taken away. */
export function pruningFigure(stack: ShownStack, { studies }: AppState): Figure {
  const curves = shownCurves(studies.measured, stack.run.attention, studies.sentences.by);
  const values = curves.values ?? gone();
  const caption = [...curveCaption(curves), modelLine(stack)];
  return curveFigure(curvePicture(values, PAPER.curve, PAPER.rem), {
    title: `${values.quantity} against heads left`,
    description: caption.join(' '),
    caption,
  });
}

/** Which heads look at the same places. */
export async function sameLookFigure(
  stack: ShownStack,
  { studies, view }: AppState,
  mapOf: (distance: Float32Array, placed: readonly number[]) => Promise<HeadMap>,
): Promise<Figure> {
  const comparison = alikeOf(studies.alike, stack.tensor.kind);
  if (comparison === null || studies.alike === null) return gone();
  const { keys, groups: tau } = view;
  const thing = studies.alike.basis.thing;
  const tooShort = tooShortWords(comparison, keys, thing);
  if (tooShort !== null) throw new AppError('figure-failed', tooShort);
  const { tree, groups, nLeftOut, matrix, plane } = shownAlike(comparison, stack, keys, tau);
  const n = matrix.names.length;
  const { points, shown } = await mapOf(matrix.distance, tree.placed);
  const caption = [
    `${groups.length} ${groupsWords(comparison, keys, tau, nLeftOut, thing)}: ${comparedWords(studies.alike, comparison)}`,
    unfinishedWords(studies.alike, comparison),
    'The distance of two heads is that of their patterns, row by row: 0 where both look at the same places, 1 where they share none. Rows and columns stand in the order of the tree; letters name groups of two heads or more.',
    modelLine(stack),
  ].filter((line) => line !== '');
  return alikeFigure(
    alikePicture(matrix, paperAlikeLayout(n, matrix.merges.length > 0, PAPER.alikeSide), 'light'),
    planePicture({ ...plane, points, share: shown }, PAPER.plane, PAPER.rem, 'light'),
    { title: `How alike ${n} heads look`, description: caption.join(' '), caption },
  );
}

/** What the model says with heads switched off, token by token. */
export function strengthFigure(stack: ShownStack, state: AppState): Figure {
  const { ablated } = state;
  const { effectAblation, isFinal } = ablated;
  const shown = shownEffect(state);
  if (shown === null || effectAblation === null) return gone();
  const { effect, floor } = shown;
  const place = {
    'next-token': 'What the model predicts after each token',
    'masked-token': 'What the model predicts at each token',
    class: 'What the model takes the whole input for',
    output: 'The vector that comes out at each token',
  }[effect.objective];
  const caption = [
    sentenceLine(stack),
    `${withoutWords(effectAblation, stack.run.attention)}: ${effectWords(effect, isFinal)}.`,
    `${place}, against the model as it is.${effect.objective === 'output' ? '' : ' Over a bar: the most probable token before → after, where it is another one.'}${floor === null ? '' : ` Pale: within the noise, below ${preciseNumber(floor)}.`}`,
    modelLine(stack),
  ];
  return effectFigure(effectPicture(shown), {
    title: `Effect of ${withoutWords(effectAblation, stack.run.attention)}`,
    description: caption.join(' '),
    caption,
  });
}
