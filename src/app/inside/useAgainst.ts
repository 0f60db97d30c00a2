import { useMemo, useState } from 'react';
import type { ErrorInfo } from '../../core/errors.ts';
import { toErrorInfo } from '../../core/errors.ts';
import type { AgainstLayer } from '../../core/inside/questions.ts';
import type { Refusal } from '../../core/inside/layer.ts';
import { MODEL_INPUTS } from '../../core/modelInputs.ts';
import type { InputOf, ModelInput } from '../../core/modelInputs.ts';
import type { ModelRun } from '../../core/run.ts';
import type { HeadRef } from '../../core/selection.ts';
import { useInside } from '../shown/useInside.ts';
import { isRecording } from '../shown/shown.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { isHeldAgainst } from './heldAgainst.ts';
import { ofRun } from './rowBasis.ts';
import type { OwnStack } from './rowBasis.ts';

const selectText = (state: AppState) => state.view.against;
const selectShown = (state: AppState) => state.shown;

/** What is typed to be held against the text on screen: null for nothing yet, or why it cannot be read. */
type Given = { readonly input: InputOf<ModelInput> | null; readonly error: ErrorInfo | null };

/** The other text in the same layer, as far as it has come. */
export type Against = {
  readonly text: string;
  /** Null where nothing is typed. */
  readonly input: InputOf<ModelInput> | null;
  readonly asked: { readonly error: ErrorInfo | null; readonly askAgain: () => void };
  readonly refusal: Refusal | null;
  /** The newest answer on this layer, which may be to what was typed before: it stays until a newer one is there, or none can come. */
  readonly found: AgainstLayer | null;
  readonly isPending: boolean;
};

/** Whether a run is of a text, so that another can be held against it. */
export function isOfText({ model }: Pick<ModelRun, 'model'>): boolean {
  return MODEL_INPUTS[model.takes].box === 'text';
}

/** The newest answer, and the model that gave it. */
type Held = { readonly against: AgainstLayer; readonly of: AppState['shown'] };

/** Another text in the layer of a head, asked for while a text is given; null where none is, or cannot be. */
export function useAgainst(stack: OwnStack, { layer }: HeadRef): Against | null {
  const { run, tensor, off } = stack;
  const shown = useApp(selectShown);
  const text = useApp(selectText);
  const isOfFile = useApp(isRecording);
  const { kind } = tensor;
  const isAsked = text !== null && !isOfFile && isOfText(run);
  const { input, error } = useMemo((): Given => (isAsked ? given(text, run) : NOTHING), [isAsked, text, run]);
  const question = useMemo(
    () => (input === null ? null : ({ about: 'against', kind, layer, input, ...ofRun(off) } as const)),
    [kind, layer, input, off],
  );
  const asked = useInside('against', question);
  const { answer, askAgain } = asked;
  const [last, setLast] = useState<Held | null>(null);
  const isAnswered = answer?.about === 'against';
  if (isAnswered && answer.against !== last?.against) setLast({ against: answer.against, of: shown });
  else if (!isAnswered && last !== null && (input === null || last.of !== shown)) setLast(null);
  const isGood = question !== null && asked.error === null && answer?.about !== 'refused';
  if (!isAsked) return null;
  return {
    text,
    input,
    asked: { error: error ?? asked.error, askAgain },
    refusal: answer?.about === 'refused' ? answer.refusal : null,
    found: isGood && last !== null && isHeldAgainst(last, shown, stack, layer) ? last.against : null,
    isPending: question !== null && answer === null && asked.error === null,
  };
}

const NOTHING: Given = { input: null, error: null };

function given(text: string, { model: { takes, takesPair }, pair }: ModelRun): Given {
  try {
    return { input: MODEL_INPUTS[takes].from({ text, pair, takesPair, chosen: null }), error: null };
  } catch (thrown) {
    return { input: null, error: toErrorInfo(thrown, 'bad-input') };
  }
}
