import { VISIBLE_TIMES } from '../../core/ablation/formulas.ts';
import { distancesOn } from '../../core/alike/combine.ts';
import { headsOf } from '../../core/ablation/orders.ts';
import { AppError } from '../../core/errors.ts';
import { LABEL_WORDS } from '../../core/labels/words.ts';
import { formatHead } from '../../core/selection.ts';
import { paperAlikeLayout } from '../../views/AlikeMatrix/AlikeMatrix.layout.ts';
import { alikePicture } from '../../views/AlikeMatrix/AlikeMatrix.picture.ts';
import { planePicture } from '../../views/AlikeMatrix/AlikePlane.picture.ts';
import { alikeFigure } from '../../views/figure/alikeFigure.ts';
import { curveFigure } from '../../views/figure/curveFigure.ts';
import { effectFigure } from '../../views/figure/effectFigure.ts';
import type { Figure } from '../../views/figure/page.ts';
import { mapFigure } from '../../views/figure/mapFigure.ts';
import { PAPER } from '../../views/figure/paper.ts';
import { paperMapLayout } from '../../views/HeadMap/HeadMap.layout.ts';
import { mapPicture } from '../../views/HeadMap/HeadMap.picture.ts';
import { curvePicture } from '../../views/PruningCurve/PruningCurve.picture.ts';
import { preciseNumber } from '../../views/parts/numbers.ts';
import { effectFloor } from '../parts/effectFloor.ts';
import { effectWords, withoutWords } from '../parts/effectWords.ts';
import { turnedName } from '../shown/turnedName.ts';
import { kindOnScreen } from '../shown/turning.ts';
import { textOfWords } from '../parts/words.ts';
import { headTags } from '../shown/headTags.ts';
import type { AppState } from '../state/appState.ts';
import { alikeOf, headAt, headNames } from '../shown/alike.ts';
import { groupsOf, treeOf } from '../shown/alikeGroups.ts';
import { comparedWords, groupsWords, tooShortWords, unfinishedWords } from '../alike/alikeWords.ts';
import { curvesTogether } from '../study/curve.ts';
import type { HeadMap } from '../alike/headMap.ts';
import { importanceFacts, importanceOf, MEASURE_WORDS, noiseOf } from '../study/importance.ts';
import { NO_PATTERN_WORDS } from '../study/restingWords.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { modelLine, sentenceLine } from './figureWords.ts';
import { curveCaption, measuredOver } from './studyCaptions.ts';

function gone(): never {
  throw new AppError('figure-failed', 'what it was to show is not there any more; measure again');
}

/** How much is lost without each head. */
export function importanceFigure(stack: ShownStack, state: AppState): Figure {
  const study = state.studies.measured.importance ?? gone();
  const importance = importanceOf(study, study.objective ?? null);
  const { title, unit } = MEASURE_WORDS[importance.measure];
  const first = importance.heads.find(({ summary }) => summary !== null)?.summary ?? null;
  const floor = study.floor === null || first === null ? null : noiseOf(study.floor, first);
  const { nLayers, nHeads, layerNumbers } = stack.tensor;
  const caption = [
    `Each head switched off in turn: ${measuredOver(study)}`,
    floor !== null && floor.noise > 0
      ? `Noise floor: ${MEASURE_WORDS[floor.of].quantity} ${preciseNumber(floor.noise)} ${MEASURE_WORDS[floor.of].unit}; heads whose effect is not ${VISIBLE_TIMES} times as large are grey.`
      : '',
    modelLine(stack),
  ].filter((line) => line !== '');
  const facts = importanceFacts(importance, kindOnScreen(state));
  const picture = mapPicture(
    {
      nLayers,
      nHeads,
      layerNumbers,
      facts,
      max: importance.max,
      tags: stack.reports === null ? null : headTags(stack.reports),
      title,
      unit,
      noise: [...facts.values()].some((fact) => fact.value !== null && fact.isFaint) ? 'within the noise' : null,
      isRunning: false,
      missing: study.plan.variants[0]?.mode === 'ideal' ? NO_PATTERN_WORDS : undefined,
    },
    paperMapLayout(nHeads),
    'light',
  );
  return mapFigure(picture, {
    title: `${title} of ${nLayers * nHeads} heads`,
    description: caption.join(' '),
    caption,
  });
}

/** What is left as heads are taken away. */
export function pruningFigure(stack: ShownStack, { studies }: AppState): Figure {
  const curves = curvesTogether(studies.measured, (head) => turnedName(stack.run.attention, head));
  const { drawn } = curves;
  const curve = drawn[0] ?? gone();
  const { quantity, unit } = MEASURE_WORDS[curve.measure];
  const caption = [...curveCaption(curves), modelLine(stack)];
  const values = {
    series: drawn.map(({ series }) => series),
    nHeads: headsOf(stack.run.attention).length,
    baseline: curve.baseline,
    quantity,
    unit,
  };
  return curveFigure(curvePicture(values, PAPER.curve, PAPER.rem), {
    title: `${quantity} against heads left`,
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
  const { keys, tau } = view;
  const tooShort = tooShortWords(comparison, keys);
  if (tooShort !== null) throw new AppError('figure-failed', tooShort);
  const n = comparison.nLayers * comparison.nHeads;
  const { nHeads } = comparison;
  const distance = distancesOn(comparison, keys);
  const tree = treeOf(comparison, keys);
  const groups = groupsOf(comparison, keys, tau);
  const plane = await mapOf(distance, tree.placed);
  const tags = stack.reports === null ? null : headTags(stack.reports);
  const caption = [
    `${groups.length} ${groupsWords(comparison, keys, tau, n - tree.placed.length)}: ${comparedWords(studies.alike, comparison)}`,
    unfinishedWords(studies.alike, comparison),
    'The distance of two heads is that of their patterns, row by row: 0 where both look at the same places, 1 where they share none. Rows and columns stand in the order of the tree; letters name groups of two heads or more.',
    modelLine(stack),
  ].filter((line) => line !== '');
  const names = headNames(stack.tensor, comparison);
  const glyphs = Array.from({ length: n }, (_, i) => {
    const label = tags?.get(formatHead(headAt(i, nHeads)))?.label ?? null;
    return label === null ? null : LABEL_WORDS[label].glyph;
  });
  const lettered = groups.flatMap(({ letter, members }) => (letter === null ? [] : [{ letter, members }]));
  const { order, merges } = tree;
  return alikeFigure(
    alikePicture(
      { names, keys, distance, order, merges, tau },
      paperAlikeLayout(n, merges.length > 0, PAPER.alikeSide),
      'light',
    ),
    planePicture(
      { names, points: plane.points, share: plane.shown, glyphs, groups: lettered },
      PAPER.plane,
      PAPER.rem,
      'light',
    ),
    { title: `How alike ${n} heads look`, description: caption.join(' '), caption },
  );
}

/** What the model says with heads switched off, token by token. */
export function strengthFigure(stack: ShownStack, state: AppState): Figure {
  const { ablated } = state;
  const { effect, effectRun, effectAblation, isFinal, words } = ablated;
  if (effect === null || effectRun === null || effectAblation === null) return gone();
  const tokens = effectRun.targetTokens ?? effectRun.tokens;
  const floor = effectFloor(state);
  const place = {
    'next-token': 'What the model predicts after each token',
    'masked-token': 'What the model predicts at each token',
    output: 'The vector that comes out at each token',
  }[effect.objective];
  const caption = [
    sentenceLine(stack),
    `${withoutWords(effectAblation, stack.run.attention)}: ${effectWords(effect, isFinal)}.`,
    `${place}, against the model as it is.${effect.objective === 'output' ? '' : ' Over a bar: the most probable token before → after, where it is another one.'}${floor === null ? '' : ` Pale: within the noise, below ${preciseNumber(floor)}.`}`,
    modelLine(stack),
  ];
  return effectFigure(
    { effect, tokens, textOf: textOfWords(words), floor },
    {
      title: `Effect of ${withoutWords(effectAblation, stack.run.attention)}`,
      description: caption.join(' '),
      caption,
    },
  );
}
