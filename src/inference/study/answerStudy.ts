import { AppError } from '../../core/errors.ts';
import { errorInfo } from '../door/errorInfo.ts';
import type { InputLabels } from '../../core/study/labelsOver.ts';
import type { Measured, Refused } from '../../core/study/results.ts';
import type { Reply, Request, RunInput } from '../protocol.ts';
import { runInput } from '../run/runInput.ts';
import type { InputRun, RunnableModel } from '../run/runnable.ts';
import { attendRun } from './attendRuns.ts';
import type { StackSums } from './attendRuns.ts';
import { compareRun } from './compareRuns.ts';
import { measure } from './measure.ts';
import type { MeasureStep } from './measure.ts';
import type { StudyTools } from './studyTools.ts';
import { createThrottle } from './throttle.ts';

export type StudyRequest = Extract<Request, { type: 'measure' | 'compare' | 'attend' }>;

/** What a study is made on: a model, or a recording that holds one run. */
type StudyGround = { readonly model: RunnableModel | null; readonly newest: InputRun | null };

/** Does a study and posts its replies; never throws, and says nothing more once it is aborted. */
export async function answerStudy(
  request: StudyRequest,
  { model, newest }: StudyGround,
  tools: StudyTools,
  post: (reply: Reply) => void,
): Promise<void> {
  const { studyId } = request;
  try {
    if (request.type === 'measure') {
      if (!model) throw new AppError('bad-input', 'heads can only be switched off in a model that runs; none is open');
      await postMeasured(model, request, tools, post);
    } else if (request.type === 'attend') {
      if (!model) throw new AppError('bad-input', 'sentences can only be run by a model; none is open');
      await postAttended(model, request, tools, post);
    } else if (request.inputs === null) {
      if (!newest) throw new AppError('bad-input', 'there is no run to compare heads of');
      const comparisons = await compareRun(newest, tools.turn);
      post({ type: 'compared', studyId, input: 0, comparisons, nDone: 1, nTotal: 1 });
    } else {
      if (!model) throw new AppError('bad-input', 'sentences can only be run by a model; none is open');
      await postCompared(model, studyId, request.inputs, tools, post);
    }
    if (!tools.signal.aborted) post({ type: 'study-done', studyId });
  } catch (error) {
    if (!tools.signal.aborted) post({ type: 'study-failed', studyId, error: errorInfo(error, 'run-failed') });
  }
}

async function postMeasured(
  model: RunnableModel,
  { studyId, plan }: Extract<StudyRequest, { type: 'measure' }>,
  tools: StudyTools,
  post: (reply: Reply) => void,
): Promise<void> {
  let labels: InputLabels[] = [];
  let last: Omit<MeasureStep, 'results' | 'refused' | 'labels'> = {
    nDone: 0,
    nTotal: 0,
    floor: { meanKl: 0, loss: 0, turn: 0 },
    batch: 1,
  };
  const throttle = createThrottle<Measured | Refused>((found) => {
    const results = found.filter((one) => 'effect' in one);
    const refused = found.filter((one) => 'why' in one);
    post({ type: 'measured', studyId, results, refused, labels, ...last });
    labels = [];
  });
  try {
    await measure(model, plan, tools, ({ results, refused, labels: found, ...rest }) => {
      if (tools.signal.aborted) return;
      labels.push(...found);
      last = rest;
      throttle.add([...results, ...refused]);
    });
  } finally {
    // Also before a failure is told: what was measured up to then is kept.
    if (!tools.signal.aborted) throttle.flush();
  }
}

async function postCompared(
  model: RunnableModel,
  studyId: number,
  inputs: readonly RunInput[],
  { signal, turn }: StudyTools,
  post: (reply: Reply) => void,
): Promise<void> {
  for (const [input, each] of inputs.entries()) {
    const done = await runInput(model, { type: 'run', runId: 0, input: each }, signal);
    await turn();
    const comparisons = await compareRun(done, turn);
    post({ type: 'compared', studyId, input, comparisons, nDone: input + 1, nTotal: inputs.length });
    await turn();
  }
}

async function postAttended(
  model: RunnableModel,
  { studyId, inputs, words }: Extract<StudyRequest, { type: 'attend' }>,
  { signal, turn }: StudyTools,
  post: (reply: Reply) => void,
): Promise<void> {
  const listed = new Set(words);
  let nDone = 0;
  const throttle = createThrottle<readonly StackSums[]>((found) =>
    post({ type: 'attended', studyId, found, nDone, nTotal: inputs.length }),
  );
  try {
    for (const input of inputs) {
      const found = attendRun(await runInput(model, { type: 'run', runId: 0, input }, signal), listed);
      nDone += 1;
      throttle.add([found]);
      await turn();
    }
  } finally {
    if (!signal.aborted) throttle.flush();
  }
}
