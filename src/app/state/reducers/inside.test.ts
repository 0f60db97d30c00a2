import { describe, expect, test } from 'vitest';
import type { InsideAnswer, InsideQuestion } from '../../../core/inside/questions.ts';
import type { ModelRun } from '../../../core/run.ts';
import type { Token } from '../../../core/tokens.ts';
import { makeRun, TINY } from '../../testing/runs.ts';
import type { InsideAction } from '../actions.ts';
import { insideAnswer, NOTHING_INSIDE } from '../inside.ts';
import type { Inside } from '../inside.ts';
import { insideOfNothing, insideWaiting, reduceInside } from './inside.ts';

const RUN = makeRun(1);
const word = (id: number): Token => ({
  position: 0,
  id,
  piece: '',
  text: '',
  start: 0,
  end: 0,
  special: false,
  segment: 0,
});
const start = (id: number): Token => ({ ...word(id), special: true });
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

describe('an answer holds', () => {
  const first = { ...makeRun(1), tokens: [start(0)] };
  const COPIED = {
    about: 'copying',
    copying: { scores: new Float32Array(3), nTokens: 1, below: 10, nVocab: 9, byWeights: null },
  } as const;
  const WEIGHTS = {
    about: 'weights',
    weights: { query: { whyNot: '' }, key: { whyNot: '' }, value: { whyNot: '' } },
  } as const;
  const WORD = { about: 'word', word: { token: { id: 1, text: 'a' }, top: [], rankOfItself: 1 } } as const;
  const SOUGHT = { about: 'sought', sought: { token: { id: 1, text: 'a' }, sought: [], notes: [] } } as const;
  const LENGTHS = {
    about: 'lengths',
    lengths: { nLayers: 1, nHeads: 1, nKeys: 1, data: new Float32Array(1), refused: [] },
  } as const;
  const LABELS = { about: 'sent-labels', reports: [] } as const;
  const HEAD = { layer: 1, head: 2 };
  const ASKED = [
    [{ about: 'weights', kind: 'decoder', layer: 1 }, WEIGHTS],
    [{ about: 'copying', kind: 'decoder', layer: 1 }, COPIED],
    [{ about: 'word', kind: 'decoder', head: HEAD, token: 1 }, WORD],
    [{ about: 'sought', kind: 'decoder', head: HEAD, token: 1, among: [1] }, SOUGHT],
    [{ about: 'lengths', kind: 'decoder' }, LENGTHS],
    [{ about: 'sent-labels', kind: 'decoder' }, LABELS],
  ] as const satisfies readonly (readonly [InsideQuestion, InsideAnswer])[];
  const [OF_MODEL, OF_BEGINNING, NONE] = [['weights'], ['copying', 'word', 'sought'], [] as string[]];

  /** What is answered of a run, and then another one is wanted and there. */
  const followedBy = (run: ModelRun): readonly string[] =>
    ASKED.flatMap(([question, answer]) => {
      const { about } = question;
      const open = reduceInside(NOTHING_INSIDE, { type: 'insideAsked', question }, first);
      const under = reduceInside(open, { type: 'insideWanted', insideId: 1, about }, first);
      const inside = insideWaiting(reduceInside(under, answered(1, answer), first));
      expect(insideAnswer({ inside, run: first }, about), `${about} of its own run`).toBe(answer);
      return insideAnswer({ inside, run }, about) === null ? [] : [about];
    });

  test.each([
    ['another text', { ...makeRun(2), tokens: [start(0), word(4)] }, [...OF_MODEL, ...OF_BEGINNING]],
    ['a text that begins otherwise', { ...makeRun(2), tokens: [start(7)] }, OF_MODEL],
    ['a text that begins with no such token', { ...makeRun(2), tokens: [word(0)] }, OF_MODEL],
    ['a text with a source', { ...makeRun(2), tokens: [start(0)], targetTokens: [start(0)] }, OF_MODEL],
    ['another model', { ...makeRun(2, { ...TINY, id: 'other' }), tokens: [start(0)] }, NONE],
  ])('also for %s, where that has no part in it', (_, run, about) => {
    expect(followedBy(run)).toEqual(about);
  });

  test('not for another text where it was a no, which that text may be the reason of', () => {
    const open = after(asked(COPYING), wanted(1, 'copying'));
    const inside = insideWaiting(reduceInside(open, answered(1, no('copying')), RUN));
    expect([inside.copying?.askedOf, insideAnswer({ inside, run: makeRun(2) }, 'copying')]).toEqual([null, null]);
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
