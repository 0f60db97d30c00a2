import { VISIBLE_TIMES } from '../../core/ablation/formulas.ts';
import { headsOf } from '../../core/ablation/orders.ts';
import { AppError } from '../../core/errors.ts';
import { LABEL_WORDS } from '../../core/labels/words.ts';
import { formatHead } from '../../core/selection.ts';
import { headName } from '../../core/tensor.ts';
import { alikeFigure } from '../../views/figure/alikeFigure.ts';
import { curveFigure } from '../../views/figure/curveFigure.ts';
import { effectFigure } from '../../views/figure/effectFigure.ts';
import type { Figure } from '../../views/figure/headsFigure.ts';
import { mapFigure } from '../../views/figure/mapFigure.ts';
import { preciseNumber } from '../../views/parts/numbers.ts';
import { effectWords, withoutWords } from '../ablation/effectWords.ts';
import { kindOnScreen } from '../ablation/turning.ts';
import { MODE_WORDS, textOfWords } from '../ablation/words.ts';
import { headTags } from '../headTags.ts';
import type { AppState } from '../state.ts';
import { alikeOf, groupsOf, headAt } from '../studies/alike.ts';
import { basisWords } from '../studies/basisWords.ts';
import { CURVE_ORDERS, CURVE_PURPOSES, CURVE_WORDS, curveOf } from '../studies/curve.ts';
import { floorOf, importanceFacts, importanceOf, MEASURE_WORDS } from '../studies/importance.ts';
import type { MeasureStudy } from '../studies/studies.ts';
import type { ShownStack } from '../useStack.ts';
import { modelLine, sentenceLine } from './figureWords.ts';

function gone(): never {
  throw new AppError('figure-failed', 'what it was to show is not there any more; measure again');
}

/** On what and how a study was measured. */
function measuredOver({ basis, plan, status }: MeasureStudy): string {
  const mode = plan.variants[0]?.mode;
  const instead = mode === undefined ? '' : `, ${MODE_WORDS[mode].name} in place of each head`;
  return `measured over ${basisWords(basis)}${instead}${status === 'done' ? '' : '; not finished'}.`;
}

/** How much is lost without each head. */
export function importanceFigure(stack: ShownStack, state: AppState): Figure {
  const study = state.studies.measured.importance ?? gone();
  const importance = importanceOf(study);
  const { title, unit } = MEASURE_WORDS[importance.measure];
  const first = importance.heads.find(({ summary }) => summary !== null)?.summary ?? null;
  const noise = study.floor === null ? 0 : floorOf(study.floor, first);
  const { nLayers, nHeads, layerNumbers } = stack.tensor;
  const caption = [
    `Each head switched off in turn: ${measuredOver(study)}`,
    noise > 0
      ? `Noise floor: KL ${preciseNumber(noise)} nats; heads whose effect is not ${VISIBLE_TIMES} times as large are grey.`
      : '',
    modelLine(stack),
  ].filter((line) => line !== '');
  return mapFigure(
    {
      nLayers,
      nHeads,
      layerNumbers,
      facts: importanceFacts(importance, kindOnScreen(state)),
      max: importance.max,
      tags: stack.reports === null ? new Map() : headTags(stack.reports),
      title: `${title}, ${unit}`,
    },
    { title: `${title} of ${nLayers * nHeads} heads`, description: caption.join(' '), caption },
  );
}

/** What is left as heads are taken away. */
export function pruningFigure(stack: ShownStack, { studies }: AppState): Figure {
  const drawn = CURVE_ORDERS.flatMap((order) => {
    const study = studies.measured[CURVE_PURPOSES[order]];
    return study === undefined || study.results.length === 0 ? [] : [{ order, study, curve: curveOf(order, study) }];
  });
  const { curve } = drawn[0] ?? gone();
  const { quantity, unit } = MEASURE_WORDS[curve.measure];
  const caption = [
    ...drawn.map(({ order, study }) => `Heads are taken away, ${CURVE_WORDS[order]}: ${measuredOver(study)}`),
    'Nothing is trained again after heads are taken away.',
    modelLine(stack),
  ];
  return curveFigure(
    {
      series: drawn.map((one) => one.curve.series),
      nHeads: headsOf(stack.run.attention).length,
      baseline: curve.baseline,
      quantity: `${quantity}, ${unit}`,
    },
    { title: `${quantity} against heads left`, description: caption.join(' '), caption },
  );
}

/** Which heads look at the same places. */
export async function sameLookFigure(
  stack: ShownStack,
  { studies, view }: AppState,
  mapOf: (distance: Float32Array, count: number) => Promise<PlaneAndTree>,
): Promise<Figure> {
  const comparison = alikeOf(studies.alike, stack.tensor.kind);
  if (comparison === null || studies.alike === null) return gone();
  const { nLayers, nHeads, nTexts, distance } = comparison;
  const n = nLayers * nHeads;
  const { tree, plane } = await mapOf(distance, n);
  const groups = groupsOf(comparison, view.tau);
  const clusters = Array.from({ length: n }, () => 0);
  for (const [index, { members }] of groups.entries()) for (const member of members) clusters[member] = index;
  const tags = stack.reports === null ? null : headTags(stack.reports);
  const caption = [
    `${groups.length} groups among ${n} heads at ${view.tau.toFixed(2)} over ${nTexts} ${nTexts === 1 ? 'sentence' : 'sentences'}: ${basisWords(studies.alike.basis)}`,
    'The distance of two heads is that of their patterns, row by row: 0 where both look at the same places, 1 where they share none. Rows and columns stand in the order of the tree; letters name groups of two heads or more.',
    modelLine(stack),
  ];
  return alikeFigure(
    {
      names: Array.from({ length: n }, (_, i) => headName(stack.tensor, headAt(i, nHeads))),
      distance,
      order: tree.order,
      merges: tree.merges,
      tau: view.tau,
      points: plane.points,
      share: plane.shown,
      glyphs: Array.from({ length: n }, (_, i) => {
        const label = tags?.get(formatHead(headAt(i, nHeads)))?.label ?? null;
        return label === null ? null : LABEL_WORDS[label].glyph;
      }),
      clusters,
    },
    { title: `How alike ${n} heads look`, description: caption.join(' '), caption },
  );
}

type PlaneAndTree = {
  readonly tree: {
    readonly merges: readonly { readonly a: number; readonly b: number; readonly height: number }[];
    readonly order: readonly number[];
  };
  readonly plane: { readonly points: ArrayLike<number>; readonly shown: number };
};

/** What the model says with heads switched off, token by token. */
export function strengthFigure(stack: ShownStack, { ablated, studies }: AppState): Figure {
  const { effect, effectRun, effectAblation, isFinal, words } = ablated;
  if (effect === null || effectRun === null || effectAblation === null) return gone();
  const tokens = effectRun.targetTokens ?? effectRun.tokens;
  const noise = Object.values(studies.measured).find((study) => study.floor !== null)?.floor ?? null;
  const size = noise === null ? 0 : VISIBLE_TIMES * (effect.objective === 'output' ? noise.turn : noise.meanKl);
  const place = {
    'next-token': 'What the model predicts after each token',
    'masked-token': 'What the model predicts at each token',
    output: 'The vector that comes out at each token',
  }[effect.objective];
  const caption = [
    sentenceLine(stack),
    `${withoutWords(effectAblation, stack.tensor)}: ${effectWords(effect, isFinal)}.`,
    `${place}, against the model as it is.${effect.objective === 'output' ? '' : ' Over a bar: the most probable token before → after, where it is another one.'}${size > 0 ? ` Pale: within the noise, below ${preciseNumber(size)}.` : ''}`,
    modelLine(stack),
  ];
  return effectFigure(
    { effect, tokens, textOf: textOfWords(words), floor: size > 0 ? size : null },
    { title: `Effect of ${withoutWords(effectAblation, stack.tensor)}`, description: caption.join(' '), caption },
  );
}
