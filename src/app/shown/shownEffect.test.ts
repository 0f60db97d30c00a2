import { expect, test } from 'vitest';
import { makeEffect, SENTENCE } from '../../../gallery/effects.ts';
import { NOTHING_ABLATED } from '../state/ablated.ts';
import type { Ablated } from '../state/ablated.ts';
import { NO_STUDIES } from '../state/studies.ts';
import type { Studies } from '../state/studies.ts';
import { makeRun } from '../testing/runs.ts';
import { makeSummary } from '../../core/study/testing/studies.ts';
import { makeStudy } from '../testing/studies.ts';
import { shownEffect } from './shownEffect.ts';

const RUN = { ...makeRun(1), tokens: SENTENCE };
const ABLATED: Ablated = { ...NOTHING_ABLATED, effect: makeEffect(), effectRun: RUN, words: new Map([[3, '\n']]) };
const STUDIES: Studies = {
  ...NO_STUDIES,
  measured: { importance: makeStudy([], [[makeSummary()]], { floor: { meanKl: 0.25, loss: 0, turn: 0 } }) },
};
const shown = (ablated: Partial<Ablated> = {}, studies = NO_STUDIES) =>
  shownEffect({ ablated: { ...ABLATED, ...ablated }, studies });

test('an effect stands at the tokens of the run that it was measured in, and names what it predicts', () => {
  const { effect, tokens, textOf, floor } = shown()!;
  expect([effect, tokens, floor]).toEqual([ABLATED.effect, SENTENCE, null]);
  expect([textOf(3), textOf(4)]).toEqual(['⏎', '#4']);
  const target = SENTENCE.slice(2);
  expect(shown({ effectRun: { ...RUN, targetTokens: target } })!.tokens).toBe(target);
  expect(shown({ effect: null })).toBe(null);
});

test('it is the same value until it says something else', () => {
  const first = shown();
  expect(shown({ wantedId: 7 })).toBe(first);
  expect(shown({}, STUDIES)!.floor).toBeGreaterThan(0.25);
  expect(shown({ words: new Map() })!.textOf(3)).toBe('#3');
});
