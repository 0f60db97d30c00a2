import { AppError } from '../../core/errors.ts';
import type { Reply } from '../protocol.ts';
import type { OpenedRecording } from '../recording/recording.ts';
import { runRecording } from '../recording/runRecording.ts';
import { runInput } from '../run/runInput.ts';
import type { InputRun, ModelInputRun, RunnableModel, RunRequest } from '../run/runnable.ts';
import { settled } from '../runtime/lossPatience.ts';
import { errorInfo } from './errorInfo.ts';
import { inTurns } from './inTurns.ts';
import type { Turn } from './queue.ts';

/** What runs: a recording, or else a model; at most one is there. */
type Runs = { readonly model: RunnableModel | null; readonly recording: OpenedRecording | null };

/** A run of what is there; null where it failed, which is said unless another has taken its place. Never rejects. */
export async function tryRun(
  request: RunRequest,
  { model, recording }: Runs,
  signal: AbortSignal,
  turn: Turn,
  say: (reply: Reply) => void,
): Promise<InputRun | ModelInputRun | null> {
  try {
    if (recording) return await runRecording(recording, request, (slices) => inTurns(slices, turn));
    if (!model) throw new AppError('run-failed', 'no model is loaded');
    return await runInput(model, request, signal);
  } catch (error) {
    // A lost device may first show as a failed run or as weights that are all zero; the engine then repeats the run.
    if (model?.backend.name === 'webgpu') await settled(model.session.lost);
    if (!signal.aborted) say({ type: 'run-failed', runId: request.runId, error: errorInfo(error, 'run-failed') });
    return null;
  }
}
