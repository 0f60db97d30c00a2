import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { percent } from '../../core/numberWords.ts';
import type { ModelRun } from '../../core/run.ts';
import { stackOf, stageNumber } from '../../core/stack.ts';
import { isStage } from '../../core/tensor.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import { endsOf } from '../../core/stretch/address.ts';
import { sameSpan } from '../../core/stretch/stretch.ts';
import type { Span, Stretch } from '../../core/stretch/stretch.ts';
import { nameUnseen } from '../../core/tokenText.ts';
import { shortName } from '../../views/AttentionMatrix/AttentionMatrix.layout.ts';
import { effectWords, withoutWords } from '../parts/effectWords.ts';
import type { GridColoring } from '../shown/coloring.ts';
import { costOf, foldedSets } from '../shown/oneHead.ts';
import { lengthsBeforeOf } from '../shown/sentMaps.ts';
import { pieceWord } from '../shown/pieceWord.ts';
import { kindOnScreen, turnedNames } from '../shown/turning.ts';
import { shownAblated } from '../shown/shown.ts';
import { backendWords } from '../parts/choiceWords.ts';
import type { AppState } from '../state/appState.ts';
import type { ShownStack } from '../shown/useStack.ts';

/** Longer sentences are cut in captions. */
const SENTENCE = 240;

/** The sentence of a figure, as its own line. */
export function sentenceLine(stack: ShownStack): string {
  const { run } = stack;
  const quoted = (text: string): string => `“${shortName(nameUnseen(text), SENTENCE)}”`;
  if (run.image !== null && pieceWord(stack, 'query') !== 'word')
    return `An image of ${run.image.nPatchRows} × ${run.image.nPatchColumns} patches.`;
  return run.pair === null || run.pair === '' ? quoted(run.text) : `${quoted(run.text)} / ${quoted(run.pair)}`;
}

/** What of the sentence is drawn: "Queries 33 to 60 and keys 0 to 40 of 139 tokens are drawn."; nothing where it is all. */
export function stretchLine({ tensor }: Pick<ShownStack, 'tensor'>, stretch: Stretch | null): string {
  if (stretch === null) return '';
  const { queries, keys } = stretch;
  const written = (span: Span): string => endsOf(span, ' to ');
  const { nQueries, nKeys } = tensor;
  if (nQueries !== nKeys)
    return `Queries ${written(queries)} of ${nQueries} and keys ${written(keys)} of ${nKeys} are drawn.`;
  return sameSpan(queries, keys)
    ? `Tokens ${written(queries)} of ${nKeys} are drawn.`
    : `Queries ${written(queries)} and keys ${written(keys)} of ${nKeys} tokens are drawn.`;
}

/** What ran, and how exactly: "Bookworm GPT; WASM · 2 threads · fp32". */
export function modelLine({ run }: ShownStack): string {
  return `${run.model.name}; ${backendWords(run.backend, run.model.precision)}.`;
}

const STACK_WORDS = {
  encoder: 'Attention of the encoder.',
  decoder: 'Attention of the decoder.',
  cross: 'Cross-attention: rows are tokens of the decoder, columns tokens of the encoder.',
} as const;

function stackWords(run: ModelRun, kind: AttentionKind): string {
  const number = stageNumber(run, kind);
  if (number !== null) return `Attention of stage ${number} of a pyramid.`;
  return isStage(kind) ? '' : STACK_WORDS[kind];
}

/** How weights became colours, and what was done to them before. */
export function patternLine(stack: ShownStack, state: AppState): string {
  const { run, tensor, hidden, isAfter, base } = stack;
  const ablated = shownAblated(state);
  const parts = [
    run.attention.length > 1 ? stackWords(run, tensor.kind) : '',
    'A row is a token that looks (query), a column a token looked at (key).',
    hidden === null
      ? ''
      : `Special tokens${stack.isCausal ? ' and the first position' : ''} are hidden, and rows renormalised.`,
    isAfter && ablated !== null
      ? `${withoutWords(ablated.ablation, run.attention)}: ${base === null ? 'patterns after; labels are those of the model as it is' : 'patterns after − before'}.`
      : '',
    !isAfter && state.view.ablation.length > 0 ? 'Patterns of the model as it is, before heads are switched off.' : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** What is kept of a head of the stack on screen, as its title says it: "off", "kept to 50 %", or nothing. */
export function turnedWords(state: AppState): (head: HeadRef) => string {
  const turned = turnedNames(state.view.ablation, kindOnScreen(state));
  return (head) => {
    const keep = turned.get(formatHead(head)) ?? 1;
    return keep >= 1 ? '' : keep === 0 ? 'off' : `kept to ${percent(keep)}`;
  };
}

/** Which layers are drawn as one head, and what that costs as far as it is measured: "One head in layer 2: loss 4.04 → 4.36 nats." */
export function costsLine(state: AppState): string {
  const numbers = state.run === null ? [] : stackOf(state.run, state.view.stack)?.tensor.layerNumbers;
  const costs = foldedSets(state).map((set) => {
    const names = set.map((layer) => numbers?.[layer] ?? layer).join(', ');
    const cost = costOf(state, set);
    const isKnown = cost !== null && cost.run === state.run;
    return `layer${set.length > 1 ? 's' : ''} ${names}${isKnown ? `: ${effectWords(cost.effect, true)}` : ''}`;
  });
  return `Drawn as one head, the average of all in it: ${costs.join('; ')}.`;
}

/** On screen those of the text before stay, paled, which are not of this text. */
export function mapsLine(state: Pick<AppState, 'inside' | 'run'>, coloring: GridColoring | null): string {
  return coloring === null && lengthsBeforeOf(state) !== null
    ? 'Weight × length was still being worked out for this text: each square shows the weights.'
    : '';
}
