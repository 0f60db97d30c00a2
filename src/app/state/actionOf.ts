import type { Told } from '../../inference/door/client.ts';
import type { Action } from './actions.ts';

/** What the worker said as what it does to the app's state. */
export function actionOf(reply: Told): Action {
  switch (reply.type) {
    case 'progress':
      return {
        type: 'loadProgressed',
        loadId: reply.loadId,
        stage: reply.stage,
        loadedBytes: reply.loadedBytes,
        totalBytes: reply.totalBytes,
      };
    case 'loaded':
      return {
        type: 'modelLoaded',
        loadId: reply.loadId,
        model: reply.model,
        backend: reply.backend,
        card: reply.card,
        notices: reply.notices,
        ablation: reply.ablation,
      };
    case 'load-failed':
      return { type: 'loadFailed', loadId: reply.loadId, error: reply.error };
    case 'restarting':
      return { type: 'modelRestarting', loadId: reply.loadId };
    case 'model-lost':
      return { type: 'modelLost', loadId: reply.loadId, error: reply.error };
    case 'ran':
      return { type: 'runArrived', run: reply.run, extras: reply.extras ?? null };
    case 'labelled':
      return { type: 'labelsArrived', runId: reply.runId, reports: reply.reports };
    case 'label-failed':
      return { type: 'labelsFailed', runId: reply.runId, error: reply.error };
    case 'run-failed':
      return { type: 'runFailed', runId: reply.runId, error: reply.error };
    case 'ablated':
      return { type: 'ablationArrived', ablateId: reply.ablateId, run: reply.run };
    case 'effect': {
      const { ablateId, effect, isFinal, words } = reply;
      return { type: 'effectArrived', ablateId, effect, isFinal, words };
    }
    case 'ablate-failed':
      return { type: 'ablationFailed', ablateId: reply.ablateId, error: reply.error };
    case 'measured':
      return { ...reply, type: 'measuredArrived' };
    case 'compared': {
      const { studyId, comparisons, nDone, nTotal } = reply;
      return { type: 'comparedArrived', studyId, comparisons, nDone, nTotal };
    }
    case 'study-done':
      return { type: 'studyDone', studyId: reply.studyId };
    case 'study-failed':
      return { type: 'studyFailed', studyId: reply.studyId, error: reply.error };
    case 'cached':
      return { type: 'cachedListed', models: reply.models };
  }
}
