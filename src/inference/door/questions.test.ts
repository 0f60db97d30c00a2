import { describe, expect, test } from 'vitest';
import type { RunInput } from '../protocol.ts';
import { createQuestions } from './questions.ts';

const text = (words: string): RunInput => ({ kind: 'text', text: words, pair: null });
const OFF = { mode: 'zero', heads: [] } as const;
const PLAN = { d: 6, nTokens: 5, counts: [1, 2] };
const ERROR = { code: 'run-failed', detail: '' } as const;

describe('a question', () => {
  test('is asked of another worker until it is answered or has failed', () => {
    const questions = createQuestions();
    const run = questions.run(text('a'));
    const ablate = questions.ablate(OFF);
    const cost = questions.cost([OFF]);
    const study = questions.compare(null);
    expect(questions.unanswered()).toEqual([run, ablate, cost, study]);
    questions.note({ type: 'cost-failed', costId: cost.costId, error: ERROR });
    questions.note({ type: 'ablate-failed', ablateId: ablate.ablateId, error: ERROR });
    expect(questions.unanswered()).toEqual([run, study]);
    questions.note({ type: 'run-failed', runId: run.runId, error: ERROR });
    expect([questions.hasPass, questions.isWaiting]).toEqual([false, false]);
    questions.note({ type: 'study-done', studyId: study.studyId });
    expect(questions.unanswered()).toEqual([]);
    const timing = questions.timeHeads(PLAN);
    const { timingId } = timing;
    const backend = { name: 'wasm', threads: 1, adapter: null, isSoftware: false } as const;
    const found = { times: [], nRounds: 1, nRoundsInAll: 2, backend };
    questions.note({ type: 'heads-timed', timingId, found });
    expect(questions.unanswered()).toEqual([timing]);
    questions.note({ type: 'heads-timed', timingId, found: { ...found, nRounds: 2 } });
    expect(questions.unanswered()).toEqual([]);
  });

  test('takes the place of the one of its kind, and a run that of its ablation and its cost too', () => {
    const questions = createQuestions();
    const first = questions.run(text('a'));
    const ablate = questions.ablate(OFF);
    const cost = questions.cost([OFF]);
    const second = questions.run(text('b'));
    const failed = { error: ERROR } as const;
    expect(questions.isNewest({ type: 'run-failed', runId: first.runId, ...failed })).toBe(false);
    expect(questions.isNewest({ type: 'run-failed', runId: second.runId, ...failed })).toBe(true);
    expect(questions.isNewest({ type: 'ablate-failed', ablateId: ablate.ablateId, ...failed })).toBe(false);
    expect(questions.isNewest({ type: 'cost-failed', costId: cost.costId, ...failed })).toBe(false);
    expect(questions.unanswered()).toEqual([second]);
  });

  test('about the inside takes the place of the one about the same thing only, and a run that of all', () => {
    const questions = createQuestions();
    const layer = { about: 'layer', kind: 'decoder', layer: 0 } as const;
    const word = { about: 'word', kind: 'decoder', head: { layer: 0, head: 1 }, token: 5 } as const;
    const run = questions.run(text('a'));
    const [first, other, second] = [questions.inside(layer), questions.inside(word), questions.inside(layer)];
    const failed = (insideId: number) => ({ type: 'inside-failed', insideId, error: ERROR }) as const;
    expect([first, other, second].map(({ insideId }) => questions.isNewest(failed(insideId)))).toEqual([
      false,
      true,
      true,
    ]);
    expect(questions.unanswered()).toEqual([run, other, second]);
    questions.note(failed(other.insideId));
    questions.note({ type: 'run-failed', runId: run.runId, error: ERROR });
    expect([questions.isWaiting, questions.hasPass, questions.waitedFor()]).toEqual([true, false, [text('a')]]);
    const against = questions.inside({ about: 'against', kind: 'decoder', layer: 0, input: text('other') });
    expect(questions.waitedFor()).toEqual([text('a'), text('other')]);
    expect(questions.fail(ERROR, true)).toEqual([failed(second.insideId), failed(against.insideId)]);
    questions.inside(word);
    questions.leaveInside('word');
    expect([questions.isWaiting, questions.unanswered()]).toEqual([false, []]);
    const third = questions.inside(layer);
    questions.run(text('b'));
    expect(questions.isNewest(failed(third.insideId))).toBe(false);
    expect(questions.inside(layer).insideId).toBeGreaterThan(third.insideId);
  });

  test('fails with its number, a study only where it is to', () => {
    const questions = createQuestions();
    const run = questions.run(text('a'));
    const study = questions.measure({ inputs: [text('b')], variants: [OFF] });
    expect(questions.waitedFor()).toEqual([text('a'), text('b')]);
    expect(questions.fail(ERROR, false)).toEqual([{ type: 'run-failed', runId: run.runId, error: ERROR }]);
    expect(questions.study).toBe(study);
    expect(questions.waitedFor()).toEqual([text('b')]);
    expect(questions.fail(ERROR, true)).toEqual([{ type: 'study-failed', studyId: study.studyId, error: ERROR }]);
    expect(questions.fail(ERROR, true)).toEqual([]);
    const { timingId } = questions.timeHeads(PLAN);
    const failed = { type: 'timing-failed', timingId, error: ERROR } as const;
    expect([questions.fail(ERROR, false), questions.fail(ERROR, true)]).toEqual([[], [failed]]);
    questions.forgetTiming();
    expect(questions.isNewest(failed)).toBe(false);
  });
});
