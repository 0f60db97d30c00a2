import type { Ablation } from '../../core/ablation/ablation.ts';
import type { TimingPlan } from '../../core/cost/headTimes.ts';
import type { ErrorInfo } from '../../core/errors.ts';
import type { InsideQuestion } from '../../core/inside/questions.ts';
import type { MeasurePlan, Reply, Request, RunInput, Told } from '../protocol.ts';

type Ask<Type extends Request['type']> = Extract<Request, { type: Type }>;
type AskStudy = Ask<'measure' | 'compare' | 'attend'>;

/** What was asked and is not answered yet. */
type Pending = {
  run: Ask<'run'> | null;
  label: boolean;
  ablate: Ask<'ablate'> | null;
  cost: Ask<'cost'> | null;
  /** Of each thing asked about the newest question. */
  inside: readonly Ask<'inside'>[];
  study: AskStudy | null;
  timing: Ask<'time-heads'> | null;
};

/** Besides the study and the timing, which have inputs of their own. */
const NOTHING: Omit<Pending, 'study' | 'timing'> = { run: null, label: false, ablate: null, cost: null, inside: [] };

/**
 * What is asked of a model that is there or on its way, each with a number that only grows. A question lives until it is
 * answered or has failed, or until a newer one takes its place: then its number is old, and replies to it count no more.
 * A run takes the place of the run before, of its labels, its ablation, its cost and of what was asked about its inside; an ablation, a cost,
 * a study and a timing each of the one before, a question about the inside of the one about the same thing.
 */
type Questions = {
  run(input: RunInput): Ask<'run'>;
  ablate(ablation: Ablation): Ask<'ablate'>;
  cost(ablations: readonly Ablation[]): Ask<'cost'>;
  inside(question: InsideQuestion): Ask<'inside'>;
  /** No reply about a thing is waited for from here on. */
  leaveInside(about: InsideQuestion['about']): void;
  measure(plan: MeasurePlan): AskStudy;
  compare(inputs: readonly RunInput[] | null): AskStudy;
  attend(inputs: readonly RunInput[], words: readonly string[]): AskStudy;
  timeHeads(plan: TimingPlan): Ask<'time-heads'>;
  /** Whether a reply is to the newest question of its kind; true of replies to no question of these. */
  isNewest(reply: Told): boolean;
  /** Takes down what a reply has answered. */
  note(reply: Reply): void;
  /** Ends all that is pending, a study and a timing, which have inputs of their own, only with `hasOwnInputs`; gives the failures to be told, each with the number of its question. */
  fail(error: ErrorInfo, hasOwnInputs: boolean): readonly Told[];
  /** No reply to what was asked so far counts from here on. */
  forget(): void;
  /** The same for the run and all that was asked of it. */
  forgetRun(): void;
  /** The same for the study; gives its number. */
  forgetStudy(): number;
  forgetTiming(): void;
  /** What another worker is to be asked anew. */
  unanswered(): readonly Request[];
  /** What the passes that are waited for, and those of a study, go over. */
  waitedFor(): readonly RunInput[];
  /** Whether a run or an ablation is waited for. */
  readonly hasPass: boolean;
  /** The same, or labels. */
  readonly isWaiting: boolean;
  readonly study: AskStudy | null;
  readonly studyId: number;
  /** What was run last. */
  readonly lastInput: RunInput | null;
};

export function createQuestions(): Questions {
  let [runId, ablateId, costId, insideId, studyId, timingId] = [0, 0, 0, 0, 0, 0];
  let lastInput: RunInput | null = null;
  const pending: Pending = { ...NOTHING, study: null, timing: null };
  /** The newest number of each thing asked about, while its run is. */
  const newestInside = new Map<InsideQuestion['about'], number>();

  /** What repeats the run before, or looks into it, is of no more use. */
  const endRun = (): void => {
    runId += 1;
    ablateId += 1;
    costId += 1;
    newestInside.clear();
    Object.assign(pending, NOTHING);
  };

  const leaveInside = (about: InsideQuestion['about']): void => {
    pending.inside = pending.inside.filter(({ question }) => question.about !== about);
  };

  const askStudy = (study: AskStudy): AskStudy => {
    pending.study = study;
    return study;
  };

  return {
    run(input) {
      endRun();
      lastInput = input;
      const run = { type: 'run', runId, input } as const;
      pending.run = run;
      return run;
    },
    ablate(ablation) {
      ablateId += 1;
      const ablate = { type: 'ablate', ablateId, ablation } as const;
      pending.ablate = ablate;
      return ablate;
    },
    cost(ablations) {
      costId += 1;
      const cost = { type: 'cost', costId, ablations } as const;
      pending.cost = cost;
      return cost;
    },
    inside(question) {
      insideId += 1;
      const inside = { type: 'inside', insideId, question } as const;
      const { about } = question;
      leaveInside(about);
      newestInside.set(about, insideId);
      pending.inside = [...pending.inside, inside];
      return inside;
    },
    leaveInside,
    measure(plan) {
      studyId += 1;
      return askStudy({ type: 'measure', studyId, plan });
    },
    compare(inputs) {
      studyId += 1;
      return askStudy({ type: 'compare', studyId, inputs });
    },
    attend(inputs, words) {
      studyId += 1;
      return askStudy({ type: 'attend', studyId, inputs, words });
    },
    timeHeads(plan) {
      timingId += 1;
      const timing = { type: 'time-heads', timingId, plan } as const;
      pending.timing = timing;
      return timing;
    },
    isNewest(reply) {
      if ('runId' in reply) return reply.runId === runId;
      if ('ablateId' in reply) return reply.ablateId === ablateId;
      if ('costId' in reply) return reply.costId === costId;
      if ('insideId' in reply) return [...newestInside.values()].includes(reply.insideId);
      if ('timingId' in reply) return reply.timingId === timingId;
      return 'studyId' in reply ? reply.studyId === studyId : true;
    },
    note(reply) {
      switch (reply.type) {
        case 'ran':
          Object.assign(pending, { run: null, label: true });
          break;
        case 'run-failed':
          pending.run = null;
          break;
        case 'labelled':
        case 'label-failed':
          pending.label = false;
          break;
        case 'effect':
          if (reply.isFinal) pending.ablate = null;
          break;
        case 'ablate-failed':
          pending.ablate = null;
          break;
        case 'cost-found':
          if (reply.isLast) pending.cost = null;
          break;
        case 'cost-failed':
          pending.cost = null;
          break;
        case 'inside-answered':
          if (reply.more) break;
          pending.inside = pending.inside.filter((other) => other.insideId !== reply.insideId);
          break;
        case 'inside-failed':
          pending.inside = pending.inside.filter((other) => other.insideId !== reply.insideId);
          break;
        case 'study-done':
        case 'study-failed':
          pending.study = null;
          break;
        case 'heads-timed':
          if (reply.found.nRounds >= reply.found.nRoundsInAll) pending.timing = null;
          break;
        case 'timing-failed':
          pending.timing = null;
          break;
        case 'progress':
        case 'loaded':
        case 'load-failed':
        case 'restarting':
        case 'ablated':
        case 'measured':
        case 'compared':
        case 'attended':
        case 'cached':
          break;
      }
    },
    fail(error, hasOwnInputs) {
      const { run, label, ablate, cost, inside, study, timing } = pending;
      const failed: Told[] = [];
      if (run) failed.push({ type: 'run-failed', runId: run.runId, error });
      if (label) failed.push({ type: 'label-failed', runId, error });
      if (ablate) failed.push({ type: 'ablate-failed', ablateId: ablate.ablateId, error });
      if (cost) failed.push({ type: 'cost-failed', costId: cost.costId, error });
      for (const one of inside) failed.push({ type: 'inside-failed', insideId: one.insideId, error });
      if (study && hasOwnInputs) failed.push({ type: 'study-failed', studyId: study.studyId, error });
      if (timing && hasOwnInputs) failed.push({ type: 'timing-failed', timingId: timing.timingId, error });
      Object.assign(pending, NOTHING, hasOwnInputs ? { study: null, timing: null } : {});
      return failed;
    },
    forget() {
      endRun();
      studyId += 1;
      timingId += 1;
      Object.assign(pending, { study: null, timing: null });
      lastInput = null;
    },
    forgetRun: endRun,
    forgetStudy() {
      studyId += 1;
      pending.study = null;
      return studyId - 1;
    },
    forgetTiming() {
      timingId += 1;
      pending.timing = null;
    },
    unanswered: () =>
      [pending.run, pending.ablate, pending.cost, ...pending.inside, pending.study, pending.timing].filter(
        (request) => request !== null,
      ),
    waitedFor() {
      const { run, ablate, cost, inside, study } = pending;
      const isOfRun = run !== null || ablate !== null || cost !== null || inside.length > 0;
      const ofStudy = study?.type === 'measure' ? study.plan.inputs : (study?.inputs ?? []);
      const ofOthers = inside.flatMap(({ question }) => (question.about === 'against' ? [question.input] : []));
      return [...(lastInput && isOfRun ? [lastInput] : []), ...ofOthers, ...ofStudy];
    },
    get hasPass() {
      return pending.run !== null || pending.ablate !== null;
    },
    get isWaiting() {
      const { run, label, ablate, cost, inside } = pending;
      return run !== null || label || ablate !== null || cost !== null || inside.length > 0;
    },
    get study() {
      return pending.study;
    },
    get studyId() {
      return studyId;
    },
    get lastInput() {
      return lastInput;
    },
  };
}
