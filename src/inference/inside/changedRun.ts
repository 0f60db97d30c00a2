import { composeInterventions } from '../ablate/composeInterventions.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { ModelPass } from '../runtime/modelSession.ts';
import type { Interventions } from '../runtime/interventions.ts';

/** A run and the model that repeats it. */
export type RunAt = { readonly model: RunnableModel; readonly kept: KeptRun };

/**
 * The same run with something done to its layers: `pass` is what came of it. What is asked of its layers, and what is run again of it, is asked
 * with the same done, and more may be done to that. The model as it is must be given, and `pass` is not to be handed over.
 */
export function changedRun({ model, kept }: RunAt, pass: ModelPass, interventions: Interventions): RunAt {
  const { session } = model;
  const done = [...interventions];
  const changed: RunnableModel['session'] = {
    ...session,
    run: async (feed, more = null) => session.run(feed, composeInterventions(done, more)),
    tensors: async (feed, site, names, more = null) =>
      session.tensors(feed, site, names, composeInterventions(done, more)),
  };
  return {
    model: { ...model, session: changed },
    kept: {
      ...kept,
      done: { ...kept.done, pass },
      copy: pass.logits ?? pass.output,
      subject: null,
      masked: null,
      off: done,
    },
  };
}
