import type { Ablation } from '../../core/ablation/ablation.ts';
import { groundOf } from '../ablate/ground.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import { keptSubject } from '../ablate/keptSubject.ts';
import { planInterventions } from '../ablate/planInterventions.ts';
import type { Subject } from '../ablate/subject.ts';
import type { Turn } from '../door/queue.ts';
import type { HeadMeans } from '../means/headMeans.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { changedRun } from './changedRun.ts';
import type { RunAt } from './changedRun.ts';

export type OffTools = {
  readonly turn: Turn;
  readonly meansFor: (model: RunnableModel, subject: Subject) => Promise<HeadMeans>;
};

/** Of each run the one with the heads turned down that were asked of last. */
const known = new WeakMap<KeptRun, { readonly key: string; readonly run: RunAt }>();

/**
 * A run with heads turned down, to be looked into as the run itself is; without heads to turn down it is the run. A pass, and those that mean
 * outputs of heads take. Throws AppError as `planInterventions` and the runtime do; rejects where `turn` does.
 */
export async function offRun(asIs: RunAt, off: Ablation | undefined, { turn, meansFor }: OffTools): Promise<RunAt> {
  const { model, kept } = asIs;
  if (off === undefined || off.heads.length === 0) return asIs;
  const key = JSON.stringify(off);
  const before = known.get(kept);
  if (before?.key === key) return before.run;
  const subject = await keptSubject(model, kept, turn);
  const means = off.mode === 'mean' ? await meansFor(model, subject) : null;
  const interventions = planInterventions(off, groundOf(model, subject, off.labels, means));
  const pass = await model.session.run(subject.feed, interventions);
  await turn();
  const run = changedRun(asIs, pass, interventions);
  known.set(kept, { key, run });
  return run;
}
