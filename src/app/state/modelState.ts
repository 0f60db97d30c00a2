import type { ModelCard } from '../../core/card.ts';
import type { ErrorInfo } from '../../core/errors.ts';
import type { BackendInfo, ModelInfo } from '../../core/run.ts';
import type { AblationSupport } from '../../core/ablation/ablatedRun.ts';
import type { LoadStage, Pace } from '../../inference/protocol.ts';
import type { LoadAction } from './actions.ts';

export type ModelState =
  | { readonly status: 'loading'; readonly stage: LoadStage; readonly loadedBytes: number; readonly totalBytes: number }
  | {
      readonly status: 'ready';
      readonly model: ModelInfo;
      readonly backend: BackendInfo;
      readonly card: ModelCard;
      /** Null where no model runs. */
      readonly ablation: AblationSupport | null;
      /** How long the pass took that it was tried with; left out where that is not known. */
      readonly firstPass?: Pace;
    }
  | { readonly status: 'failed'; readonly error: ErrorInfo };

type Status = ModelState['status'];

/**
 * In which states a load hears what. This is the whole machine: nothing but a new load leads out of `failed`, and from
 * `ready` no progress leads back, only a restart that is told as one.
 */
const HEARD_IN: Readonly<Record<LoadAction['type'], readonly Status[]>> = {
  loadStarted: ['loading', 'ready', 'failed'],
  progress: ['loading'],
  loaded: ['loading'],
  'load-failed': ['loading'],
  restarting: ['ready'],
  'model-lost': ['ready'],
};

export function isLoadAction(action: { readonly type: string }): action is LoadAction {
  return action.type in HEARD_IN;
}

/** Whether an action is of the load under way, and one that it can hear in the state it is in. */
export function isHeard(
  { model, loadId }: { readonly model: { readonly status: Status }; readonly loadId: number },
  action: LoadAction,
): boolean {
  const isOwn = action.type === 'loadStarted' || action.loadId === loadId;
  return isOwn && HEARD_IN[action.type].includes(model.status);
}

export const BEGUN: ModelState = { status: 'loading', stage: 'files', loadedBytes: 0, totalBytes: 0 };
