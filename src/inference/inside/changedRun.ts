import type { KeptRun } from '../ablate/keptRun.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { ModelPass } from '../runtime/modelSession.ts';
import type { Interventions } from '../runtime/interventions.ts';

/** A run and the model that repeats it. */
export type RunAt = { readonly model: RunnableModel; readonly kept: KeptRun };

/**
 * The same run with something done to its layers: `pass` is what came of it, and what is asked of its layers is asked with the same done.
 * Its `tensors` rejects with RangeError where more is to be done: the two would have to be merged.
 */
export function changedRun({ model, kept }: RunAt, pass: ModelPass, interventions: Interventions): RunAt {
  const { session } = model;
  const done = [...interventions];
  const tensors: RunnableModel['session']['tensors'] = async (feed, site, names, more = null) => {
    if (more !== null) throw new RangeError('invalid interventions: those of a changed run are its own');
    return session.tensors(feed, site, names, done);
  };
  return {
    model: { ...model, session: { ...session, tensors } },
    kept: { ...kept, done: { ...kept.done, pass }, copy: null, subject: null, masked: null },
  };
}
