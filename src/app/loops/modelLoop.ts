import { toErrorInfo } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { isSameInput, MODEL_INPUTS } from '../../core/modelInputs.ts';
import type { ModelClient } from '../../inference/door/client.ts';
import type { RunInput } from '../../inference/protocol.ts';
import type { AppState } from '../state/appState.ts';
import type { CatalogModel } from '../state/catalog.ts';
import { OF_MODEL, OF_TEXT } from '../state/sameFields.ts';
import { dispatch, hear, store } from '../state/store.ts';
import type { View } from '../state/view.ts';
import type { Kept } from './filesLoop.ts';
import { sourceOf } from './sourceOf.ts';

/** A model whose forward pass takes longer is asked after a pause in typing only; any other as soon as it has answered: a key press on its own then never waits for the pause, and one of many for what is left of a pass. */
const SLOW_MS = 1000;
const PAUSE_MS = 180;

/** How a model fails whose files were good: it is there again as soon as something is wanted of it. */
const GONE: ReadonlySet<ErrorCode> = new Set(['worker-crashed', 'stopped']);

/** Loads the model that the view names, and runs it on what is typed or chosen. Returns its undoing. */
export function startModelLoop(
  client: Pick<ModelClient, 'load' | 'abandon' | 'run' | 'hurry'>,
  catalog: readonly CatalogModel[],
  { image, opened }: Kept,
): () => void {
  /** As the worker measured it: how busy this page is does not count. */
  let forwardMs = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked: RunInput | null = null;
  let isRunning = false;
  /** The input has changed since the run that is under way was asked for. */
  let isBehind = false;

  const ask = (): void => {
    const { view, model, image: shown, sound: heard } = store.getState();
    isBehind = false;
    // What is typed on brings back a model that stopped working, or was stopped.
    if (model.status === 'failed' && GONE.has(model.error.code)) load();
    if (model.status !== 'ready') return;
    try {
      const { takes, takesPair, takesPicture, sound } = model.model;
      const chosen = sound ? heard : shown === null ? null : image.now();
      const input = MODEL_INPUTS[takes].from({ ...view, takesPair, takesPicture, chosen, rate: sound?.rate });
      if (input === null || isSameInput(input, asked)) return;
      asked = input;
      performance.mark('headlight:asked');
      isRunning = true;
      dispatch({ type: 'runWanted', runId: client.run(input) });
    } catch (thrown) {
      asked = null;
      dispatch({ type: 'inputRefused', error: toErrorInfo(thrown, 'bad-input') });
    }
  };

  const load = (): void => {
    const { view, agreedHosts } = store.getState();
    isRunning = false;
    isBehind = false;
    try {
      dispatch({
        type: 'loadStarted',
        loadId: client.load(sourceOf(view, catalog, opened.now(), agreedHosts), view.backend),
      });
    } catch (thrown) {
      const loadId = client.abandon();
      dispatch({ type: 'loadStarted', loadId });
      dispatch({ type: 'load-failed', loadId, error: toErrorInfo(thrown, 'model-not-found') });
    }
  };

  /** The newest text wins: those that came and went while a run was under way are never run. */
  const askInTurn = (): void => {
    clearTimeout(timer);
    if (forwardMs > SLOW_MS || writes(store.getState())) timer = setTimeout(ask, PAUSE_MS);
    else if (isRunning) {
      isBehind = true;
      client.hurry();
    } else ask();
  };

  const onRunEnd = (): void => {
    isRunning = false;
    if (isBehind) ask();
  };
  const onModelGone = (): void => {
    isRunning = false;
    isBehind = false;
  };

  const unsubscribe = store.subscribe((state, before) => {
    if (LOADING_FIELDS.some((name) => state.view[name] !== before.view[name])) load();
    else if (isInputChanged(state, before)) askInTurn();
  });
  const unhear = hear({
    loaded() {
      asked = null;
      if (store.getState().image === null) image.forget();
      ask();
    },
    ran({ run }) {
      ({ forwardMs } = run);
      onRunEnd();
    },
    'run-failed': onRunEnd,
    restarting: onModelGone,
    'model-lost': onModelGone,
    runAsked() {
      clearTimeout(timer);
      if (isRunning) isBehind = true;
      else ask();
    },
    retryAsked() {
      asked = null;
      if (store.getState().model.status === 'ready') ask();
      else load();
    },
    stopAsked() {
      clearTimeout(timer);
      isBehind = false;
      asked = null;
    },
  });
  load();
  return () => {
    unsubscribe();
    unhear();
    clearTimeout(timer);
  };
}

/** A change of one of these is another model, or the same one run elsewhere. */
const LOADING_FIELDS: readonly (keyof View)[] = [...OF_MODEL, 'backend'];

function isInputChanged(state: AppState, before: AppState): boolean {
  const isTyped = OF_TEXT.some((name) => state.view[name] !== before.view[name]);
  return isTyped || state.image !== before.image || state.sound !== before.sound;
}

/** A model that writes its target runs once for each token of it, before the pass that `forwardMs` tells of. */
function writes({ view, model }: AppState): boolean {
  return (
    model.status === 'ready' &&
    MODEL_INPUTS[model.model.takes].writesSecond &&
    view.pair === null &&
    view.written === null
  );
}
