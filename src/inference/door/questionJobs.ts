import { answerAblate } from '../ablate/answerAblate.ts';
import type { AblateRequest } from '../ablate/answerAblate.ts';
import { answerCost } from '../ablate/answerCost.ts';
import type { CostRequest } from '../ablate/answerCost.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { Subject } from '../ablate/subject.ts';
import { answerInside } from '../inside/answerInside.ts';
import type { InsideRequest } from '../inside/answerInside.ts';
import type { MeansStore } from '../means/meansStore.ts';
import type { Reply, Sign } from '../protocol.ts';
import type { InputRun, RunnableModel } from '../run/runnable.ts';
import { answerStudy } from '../study/answerStudy.ts';
import type { StudyRequest } from '../study/answerStudy.ts';
import type { Job } from './queue.ts';

export type Post = (reply: Reply | Sign, transfer: ArrayBuffer[]) => void;

/** What questions are asked about. */
type Ground = {
  readonly model: RunnableModel | null;
  readonly newest: { readonly shown: InputRun; readonly kept: KeptRun | null } | null;
  readonly isRecorded: boolean;
};

/** How the engine and its platform answer them. */
type Means = {
  readonly means: MeansStore;
  readonly maxBatch: number | undefined;
  readonly post: Post;
};

/**
 * What is asked about a model that is there and its newest run, as jobs of the queue. Model and run are looked up by `ground` when the turn
 * of a question comes, for they may be on their way when it is asked. No job throws: what fails is a reply.
 */
export function createQuestionJobs(ground: () => Ground, { means, maxBatch, post }: Means) {
  const say = (reply: Reply): void => post(reply, []);
  return {
    ablate(request: AblateRequest): Job {
      return (signal, turn) => {
        const { model: asked, newest } = ground();
        const meansFor = (model: RunnableModel, subject: Subject) => means.meansFor(model, subject, signal, turn);
        return answerAblate(request, { model: asked, kept: newest?.kept ?? null }, { signal, turn, meansFor }, post);
      };
    },

    cost(request: CostRequest): Job {
      return (signal, turn) => {
        const { model, newest } = ground();
        return answerCost(request, { model, kept: newest?.kept ?? null }, { signal, turn }, say);
      };
    },

    inside(request: InsideRequest): Job {
      return (signal, turn) => {
        const { model, newest, isRecorded } = ground();
        const meansFor = (asked: RunnableModel, subject: Subject) => means.meansFor(asked, subject, signal, turn);
        const about = { model, kept: newest?.kept ?? null, isRecorded };
        return answerInside(request, about, { signal, turn, meansFor }, post);
      };
    },

    /** `onDone` hears of its end, unless another question has taken its place. */
    study(request: StudyRequest, onDone: () => void): Job {
      return async (signal, turn) => {
        const { model, newest } = ground();
        const meansFor = async (subject: Subject) => {
          if (!model) throw new RangeError('invalid study: no model');
          return means.meansFor(model, subject, signal, turn);
        };
        const about = { model, newest: newest?.shown ?? null };
        await answerStudy(request, about, { signal, turn, meansFor, maxBatch }, say);
        if (!signal.aborted) onDone();
      };
    },
  };
}
