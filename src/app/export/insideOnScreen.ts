import type { Ablation } from '../../core/ablation/ablation.ts';
import type { ExportedRoad, InsideExport } from '../../core/inside/insideTensors.ts';
import { readingMatrices, writingMatrix } from '../../core/inside/headMatrices.ts';
import type { HeadMatrix } from '../../core/inside/headMatrices.ts';
import { headInside, pairInside, rowInside } from '../../core/inside/road.ts';
import type { HeadInside, RowInside } from '../../core/inside/road.ts';
import { sharpenRow } from '../../core/inside/sharpenedRow.ts';
import type { HeadRef } from '../../core/selection.ts';
import { insideAblated, isInsideUnderWay, isRecording } from '../shown/shown.ts';
import { cellInOther } from '../inside/againstCell.ts';
import { pinnedCell } from '../inside/pinnedCell.ts';
import type { Cell } from '../inside/pinnedCell.ts';
import { nothingInside } from '../inside/nothingInside.ts';
import { readHead } from '../inside/readHead.ts';
import { refusalWords } from '../inside/refusals.ts';
import { ownStack, rowBasis } from '../inside/rowBasis.ts';
import { roadAt, wholeHead } from '../inside/useOtherRoad.ts';
import type { AppState } from '../state/appState.ts';
import { askedPosition, askedWord } from '../state/asked.ts';
import { insideAnswer } from '../state/inside.ts';

/** What can be asked of a head besides the layer. */
const ASKED = ['direct', 'sharpness', 'word', 'sought', 'copying', 'sent-label'] as const;

/** The pinned query and key of the head that is looked into, with all that is known of it; null while its layer is not there. */
export function insideOnScreen(state: AppState): InsideExport | null {
  const { run, view } = state;
  const stack = ownStack(run, view.stack, insideAblated(state));
  if (run === null || stack === null || isInsideUnderWay(state)) return null;
  const ref = readHead({ heads: view.heads, activePin: state.activePin }, stack.tensor);
  const { tensor, queryTokens, keyTokens, off } = stack;
  const found = insideAnswer(state, 'layer');
  if (found === null && !isRecording(state)) return null;
  const layer =
    found?.about === 'layer'
      ? found.layer
      : nothingInside(tensor, ref.layer, found?.refusal ?? { why: 'weights-only', detail: '' });
  if (layer.layer !== ref.layer || layer.kind !== tensor.kind) return null;
  const word = askedPosition(run, stack, { asked: askedWord(view), side: view.side })?.position ?? null;
  const { query, key } = pinnedCell(tensor, ref, {
    cell: view.cell,
    askedQuery: view.side === 'query' ? word : null,
    askedKey: view.side === 'key' ? word : null,
  });
  const basis = rowBasis(stack, ref, query);
  const head = headInside(layer, ref.head);
  const row = rowInside(head, basis);
  const other = otherOnScreen(state, off, { layer: ref.layer, head: ref.head, query, key });
  return {
    run,
    layerNumber: tensor.layerNumbers?.[ref.layer] ?? ref.layer,
    queryTokens,
    keyTokens,
    off,
    head,
    row,
    key,
    pair: pairInside(head, row, key),
    ...changedRow(head, row, view.tau),
    ...(other !== null && { against: other }),
    weights: matricesOnScreen(state, head),
    answers: ASKED.flatMap((about) => {
      const [asked, answer] = [state.inside[about], insideAnswer(state, about)];
      return asked === undefined || answer === null ? [] : [{ question: asked.question, answer }];
    }),
  };
}

/** What is known of the weights of the head: W_O with its layer, the others where they were asked for. */
function matricesOnScreen(state: AppState, { layer, head }: HeadInside): readonly HeadMatrix[] {
  const answer = insideAnswer(state, 'weights');
  const reading = answer?.about === 'weights' ? readingMatrices(answer.weights, head, layer.nHeads) : [];
  const { outputWeights } = layer;
  return [...reading, writingMatrix(layer, head, outputWeights.from === 'nowhere' ? refusalWords(outputWeights) : '')];
}

/** The row with a changed softmax. */
function changedRow(head: HeadInside, row: RowInside, tau: number): Pick<ExportedRoad, 'scaleOff' | 'temperature'> {
  return {
    scaleOff: sharpenRow(head, row, { scaleOff: true }),
    temperature: { tau, row: sharpenRow(head, row, { tau }) },
  };
}

/** The same head on the other text that it is compared with; null where there is none, or it is not there. */
function otherOnScreen(
  state: AppState,
  off: Ablation | null,
  { layer, head, query, key }: HeadRef & Cell,
): ExportedRoad | null {
  const answer = insideAnswer(state, 'against');
  if (answer?.about !== 'against' || answer.against.layer.layer !== layer) return null;
  const { run } = answer.against;
  const whole = wholeHead(answer.against, head);
  if (whole === null) return null;
  const { tensor, queryTokens, keyTokens } = whole.stack;
  const road = roadAt(whole, cellInOther({ query, key }, tensor).cell);
  const layerNumber = tensor.layerNumbers?.[0] ?? layer;
  return { ...road, run, layerNumber, queryTokens, keyTokens, off, ...changedRow(road.head, road.row, state.view.tau) };
}
