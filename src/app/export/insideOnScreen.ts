import type { InsideExport } from '../../core/inside/insideTensors.ts';
import { headInside, pairInside, rowInside } from '../../core/inside/road.ts';
import { sharpenRow } from '../../core/inside/sharpenedRow.ts';
import { stackOf } from '../../core/stack.ts';
import { patternOf } from '../../core/tensor.ts';
import { askOf } from '../shown/ask.ts';
import { isRecording } from '../shown/shown.ts';
import { stackOnScreen } from '../shown/useStack.ts';
import { pinnedCell } from '../inside/pinnedCell.ts';
import { nothingInside } from '../inside/nothingInside.ts';
import { readHead } from '../inside/readHead.ts';
import type { AppState } from '../state/appState.ts';
import { askedWord } from '../state/asked.ts';
import { insideAnswer } from '../state/inside.ts';

/** What can be asked of a head besides the layer. */
const ASKED = ['direct', 'sharpness', 'word', 'copying'] as const;

/** The pinned query and key of the head that is looked into, with all that is known of it; null while its layer is not there. */
export function insideOnScreen(state: AppState): InsideExport | null {
  const { run, view } = state;
  const stack = run && stackOf(run, view.stack);
  if (run === null || stack === null) return null;
  const ref = readHead({ heads: view.heads, activePin: state.activePin }, stack.tensor);
  const { tensor, queryTokens, keyTokens, isCausal } = stack;
  const found = insideAnswer(state, 'layer');
  if (found === null && !isRecording(state)) return null;
  const layer =
    found?.about === 'layer'
      ? found.layer
      : nothingInside(tensor, ref.layer, found?.refusal ?? { why: 'weights-only', detail: '' });
  if (layer.layer !== ref.layer || layer.kind !== tensor.kind) return null;
  const { query, key } = pinnedCell(tensor, ref, { cell: view.cell, ...askedOf(state) });
  const weights = patternOf(tensor, ref).subarray(query * tensor.nKeys, (query + 1) * tensor.nKeys);
  const basis = { query, weights, isCausal, isHalf: /16/.test(run.model.precision) };
  const head = headInside(layer, ref.head);
  const row = rowInside(head, basis);
  return {
    run,
    layerNumber: tensor.layerNumbers?.[ref.layer] ?? ref.layer,
    queryTokens,
    keyTokens,
    head,
    row,
    key,
    pair: pairInside(head, row, key),
    scaleOff: sharpenRow(head, row, { scaleOff: true }, basis),
    temperature: { tau: view.tau, row: sharpenRow(head, row, { tau: view.tau }, basis) },
    answers: ASKED.flatMap((about) => {
      const [asked, answer] = [state.inside[about], insideAnswer(state, about)];
      return asked === undefined || answer === null ? [] : [{ question: asked.question, answer }];
    }),
  };
}

/** The asked word, on the side that it is asked of. */
function askedOf(state: AppState) {
  const stack = stackOnScreen(state);
  const { side, oneHead, sort } = state.view;
  const ask = stack && askOf(stack, { asked: askedWord(state.view), side, oneHead, sort });
  return {
    askedQuery: ask?.side === 'query' ? ask.position : null,
    askedKey: ask?.side === 'key' ? ask.position : null,
  };
}
