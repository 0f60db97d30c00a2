import { describe, expect, test } from 'vitest';
import type { InsideAnswer } from '../../../core/inside/questions.ts';
import { makeRun } from '../../testing/runs.ts';
import type { InsideAction } from '../actions.ts';
import { insideAnswer, NOTHING_INSIDE } from '../inside.ts';
import type { Inside } from '../inside.ts';
import { insideOfNothing, insideWaiting, reduceInside } from './inside.ts';

const RUN = makeRun(1);
const LAYER = { about: 'layer', kind: 'decoder', layer: 1 } as const;
const COPYING = { about: 'copying', kind: 'decoder', layer: 1 } as const;
const no = (of: 'layer' | 'copying'): InsideAnswer => {
  return { about: 'refused', of, refusal: { why: 'not-found', detail: '' } };
};
const after = (...actions: readonly InsideAction[]): Inside =>
  actions.reduce((inside, action) => reduceInside(inside, action, RUN), NOTHING_INSIDE);
const asked = (question: typeof LAYER | typeof COPYING): InsideAction => ({ type: 'insideAsked', question });
const wanted = (insideId: number, about: 'layer' | 'copying'): InsideAction => ({
  type: 'insideWanted',
  insideId,
  about,
});
const answered = (insideId: number, answer: InsideAnswer): Extract<InsideAction, { type: 'inside-answered' }> => ({
  type: 'inside-answered',
  insideId,
  answer,
});

describe('an answer', () => {
  const open = after(asked(LAYER), asked(COPYING), wanted(1, 'layer'), wanted(2, 'copying'));

  test('goes to the question of its number, and only if it speaks of the same', () => {
    const found = reduceInside(open, answered(2, no('copying')), RUN);
    expect(insideAnswer({ inside: found, run: RUN }, 'copying')).toEqual(no('copying'));
    expect(insideAnswer({ inside: found, run: RUN }, 'layer')).toBeNull();
    expect(reduceInside(open, answered(2, no('layer')), RUN)).toBe(open);
  });

  test('that is not whole yet is there, and waited for still', () => {
    const early = reduceInside(open, { ...answered(2, no('copying')), more: true }, RUN);
    expect(insideAnswer({ inside: early, run: RUN }, 'copying')).toEqual(no('copying'));
    expect(early.copying?.isPending).toBe(true);
    expect(reduceInside(early, answered(2, no('copying')), RUN).copying?.isPending).toBe(false);
  });

  test('to an older question falls through, and so does a failure', () => {
    const newer = reduceInside(open, wanted(3, 'layer'), RUN);
    expect(reduceInside(newer, answered(1, no('layer')), RUN)).toBe(newer);
    const error = { code: 'run-failed', detail: '' } as const;
    expect(reduceInside(newer, { type: 'inside-failed', insideId: 1, error }, RUN)).toBe(newer);
  });

  test('to a question that was closed is of no use to anybody', () => {
    const closed = reduceInside(open, { type: 'insideClosed', about: 'layer' }, RUN);
    expect(reduceInside(closed, answered(1, no('layer')), RUN)).toBe(closed);
  });

  test('stays while another run is wanted, and goes with its model; the question stays open and waits', () => {
    const found = reduceInside(open, answered(1, no('layer')), RUN);
    for (const [inside, has] of [
      [insideWaiting(found), true],
      [insideOfNothing(found), false],
    ] as const) {
      expect(inside.layer).toMatchObject({ question: LAYER, insideId: 0, askedOf: null, isPending: true });
      expect(inside.layer?.found !== null).toBe(has);
      expect(reduceInside(inside, answered(1, no('layer')), RUN)).toBe(inside);
    }
  });
});

test('the same question again changes nothing, but after a failure it is asked anew', () => {
  const open = after(asked(LAYER), wanted(1, 'layer'));
  expect(reduceInside(open, asked({ ...LAYER }), RUN)).toBe(open);
  const failed = reduceInside(
    open,
    { type: 'inside-failed', insideId: 1, error: { code: 'stopped', detail: '' } },
    RUN,
  );
  expect(failed.layer).toMatchObject({ isPending: false, error: { code: 'stopped' } });
  expect(reduceInside(failed, asked(LAYER), RUN).layer).toMatchObject({ insideId: 0, isPending: true, error: null });
});
