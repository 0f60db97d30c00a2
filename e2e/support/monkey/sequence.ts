import { randomStream } from '../../../src/core/random.ts';
import { ACTIONS } from './actions.ts';
import type { Action } from './actions.ts';

/** One action with everything that was drawn for it. */
export type Step = { readonly number: number; readonly action: Action; readonly choice: string; readonly at: number };

/** A sequence drawn from a seed alone: whatever the page does meanwhile, the same seed draws the same. */
export function sequenceOf(seed: number, nActions: number): readonly Step[] {
  const random = randomStream(seed);
  return Array.from({ length: nActions }, (_, index) => {
    const action = drawn(random());
    const choices = action.choices ?? [''];
    const choice = choices[Math.floor(random() * choices.length)] ?? '';
    return { number: index + 1, action, choice, at: random() };
  });
}

const TOTAL = ACTIONS.reduce((sum, { weight }) => sum + weight, 0);

function drawn(share: number): Action {
  let rest = share * TOTAL;
  const found = ACTIONS.find(({ weight }) => {
    rest -= weight;
    return rest < 0;
  });
  if (found === undefined) throw new RangeError(`invalid share: ${share}`);
  return found;
}

/** "17 type “Hi”", for whoever repeats it by hand. */
export function stepWords({ number, action, choice, at }: Step): string {
  const what = choice === '' ? '' : ` ${JSON.stringify(choice.length > 60 ? `${choice.slice(0, 60)}…` : choice)}`;
  return `${number} ${action.name}${what} (${at.toFixed(2)})`;
}
