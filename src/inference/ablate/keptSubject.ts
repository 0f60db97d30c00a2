import type { Turn } from '../door/queue.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { KeptRun } from './keptRun.ts';
import { saidIn, subjectOf } from './subject.ts';
import type { Subject } from './subject.ts';

/**
 * The newest run as what changes are planned on and compared with, made at the first need; what the model as it is said is worked out
 * once more where no copy of it was kept. Throws AppError 'unsupported-graph' for a model that says nothing.
 */
export async function keptSubject(model: RunnableModel, kept: KeptRun, turn: Turn): Promise<Subject> {
  kept.subject ??= await make(model, kept, turn);
  return kept.subject;
}

async function make(model: RunnableModel, { done, copy }: KeptRun, turn: Turn): Promise<Subject> {
  if (copy) return subjectOf(done, copy);
  const said = saidIn(await model.session.run(done.feed));
  await turn();
  return subjectOf(done, said);
}
