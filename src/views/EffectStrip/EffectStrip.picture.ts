import type { Effect, Objective } from '../../core/effect/effect.ts';
import type { Token } from '../../core/tokens.ts';
import { beginsWord, isolated, nameInPlace, visibleText } from '../../core/tokenText.ts';
import { preciseNumber } from '../parts/numbers.ts';
import { effectMarks, fullBar } from './EffectStrip.layout.ts';
import type { EffectMark } from './EffectStrip.layout.ts';

/** How far what the model says moves at every token. */
export type EffectValues = {
  readonly effect: Effect;
  readonly tokens: readonly Token[];
  /** A number of the vocabulary as readable text. */
  readonly textOf: (id: number) => string;
  /** Values below it are noise and stay pale; null where none was measured. */
  readonly floor: number | null;
};

/** One token with its bar. */
type EffectColumn = Omit<EffectMark, 'effect'> & {
  readonly position: number;
  /** The token as it is written. */
  readonly words: string;
  /** Read out: "after boy (3): KL 0.12 nats, the worst place, now “into” in place of “to”". */
  readonly says: string;
  /** The most probable token before and after, where it is another one. */
  readonly flip: { readonly before: string; readonly after: string } | null;
  readonly isSpecial: boolean;
  /** Whether it goes on with the word of the token before. */
  readonly joins: boolean;
};

export type EffectPicture = {
  /** Shape: [token]. */
  readonly columns: readonly EffectColumn[];
  /** What a full bar stands for. */
  readonly full: number;
  /** What a bar is the number of, with its unit. */
  readonly quantity: string;
  /** What the marks mean, with their numbers. */
  readonly legend: string;
};

/** A bar for each token, with what has changed there. */
export function effectPicture(values: EffectValues): EffectPicture {
  const { effect, tokens, floor } = values;
  const marks = effectMarks(effect, tokens.length, floor);
  return {
    columns: tokens.flatMap((token, index) => {
      const mark = marks[index];
      return mark === undefined ? [] : [columnOf(values, token, tokens[index - 1], mark)];
    }),
    full: fullBar(effect),
    quantity: effect.objective === 'output' ? 'turn, 1 − cosine' : 'KL of the prediction, nats',
    legend: legendOf(values, marks),
  };
}

function columnOf(
  { effect: { objective }, textOf }: EffectValues,
  token: Token,
  before: Token | undefined,
  { effect, ...mark }: EffectMark,
): EffectColumn {
  const [first, second] = [effect?.before[0], effect?.after[0]];
  const flip =
    mark.isFlipped && first !== undefined && second !== undefined
      ? { before: textOf(first.id), after: textOf(second.id) }
      : null;
  return {
    ...mark,
    position: token.position,
    words: visibleText(token),
    says: saysOf(mark, flip, token, objective),
    flip,
    isSpecial: token.special,
    joins: !beginsWord(token, before),
  };
}

function unitOf(objective: Objective): string {
  return objective === 'output' ? '' : ' nats';
}

function saysOf(
  { value, isWorst, isFaint }: Pick<EffectMark, 'value' | 'isWorst' | 'isFaint'>,
  flip: EffectColumn['flip'],
  token: Token,
  objective: Objective,
): string {
  const place = `${objective === 'next-token' ? 'after ' : ''}${nameInPlace(token)}`;
  if (value === null) return `${place}: not compared`;
  const words = [`${objective === 'output' ? 'turn' : 'KL'} ${preciseNumber(value)}${unitOf(objective)}`];
  if (isWorst) words.push('the worst place');
  if (isFaint) words.push('within the noise');
  if (flip !== null) words.push(`now “${isolated(flip.after)}” in place of “${isolated(flip.before)}”`);
  return `${place}: ${words.join(', ')}`;
}

function legendOf({ effect, tokens, floor }: EffectValues, marks: readonly EffectMark[]): string {
  const unit = unitOf(effect.objective);
  const worst = marks.findIndex((mark) => mark.isWorst);
  const worstToken = tokens[worst];
  const name = effect.objective === 'output' ? 'turn (1 − cosine)' : 'KL of the prediction';
  const parts = [`Full bar: ${name} ${preciseNumber(fullBar(effect))}${unit}`];
  if (worstToken !== undefined)
    parts.push(`worst ${effect.objective === 'next-token' ? 'after' : 'at'} ${nameInPlace(worstToken)}`);
  if (effect.objective !== 'output')
    parts.push(`≠ another token is now most probable: ${effect.summary.nFlips} of ${effect.summary.nPositions}`);
  if (floor !== null) parts.push(`grey: within the noise, below ${preciseNumber(floor)}${unit}`);
  return parts.join(' · ');
}
