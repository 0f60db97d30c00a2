import { describe, expect, test } from 'vitest';
import type { InsideQuestion } from '../../core/inside/questions.ts';
import { insideAnswer, NOTHING_INSIDE } from '../state/inside.ts';
import type { Inside } from '../state/inside.ts';
import { insideWaiting, reduceInside } from '../state/reducers/inside.ts';
import { makeReport } from '../testing/reports.ts';
import { makeRun, TINY } from '../testing/runs.ts';
import { newestAnswer } from './newestAnswer.ts';

const RUN = makeRun(1);

describe('the newest answer stays until there is a newer one', () => {
  const report = { about: 'sent-label', report: makeReport(1, 2, []) } as const;
  const question = { about: 'sent-label', kind: 'decoder', head: { layer: 1, head: 2 } } as const;
  const off = { mode: 'zero', heads: [{ kind: null, layer: 0, head: 0, keep: 0 }] } as const;
  const ask = (inside: Inside, asked: InsideQuestion): Inside =>
    reduceInside(inside, { type: 'insideAsked', question: asked }, RUN);
  const found = reduceInside(
    reduceInside(ask(NOTHING_INSIDE, question), { type: 'insideWanted', insideId: 1, about: 'sent-label' }, RUN),
    { type: 'inside-answered', insideId: 1, answer: report },
    RUN,
  );

  test.each([
    ['heads are switched off', ask(found, { ...question, off }), RUN, report],
    ['another text is there', insideWaiting(found), makeRun(2), report],
    ['another head is asked about', ask(found, { ...question, head: { layer: 1, head: 0 } }), RUN, null],
    ['another model is there', insideWaiting(found), makeRun(2, { ...TINY, id: 'other' }), null],
  ])('where %s', (_, inside, run, kept) => {
    expect([insideAnswer({ inside, run }, 'sent-label'), newestAnswer({ inside, run }, 'sent-label')]).toEqual([
      null,
      kept,
    ]);
  });

  test('but not where the newer one is a failure', () => {
    const wanted = reduceInside(
      ask(found, { ...question, off }),
      { type: 'insideWanted', insideId: 2, about: 'sent-label' },
      RUN,
    );
    const inside = reduceInside(
      wanted,
      { type: 'inside-failed', insideId: 2, error: { code: 'stopped', detail: '' } },
      RUN,
    );
    expect(newestAnswer({ inside, run: RUN }, 'sent-label')).toBeNull();
  });
});
