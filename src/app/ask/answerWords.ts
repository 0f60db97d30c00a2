import type { Answer, Answers } from '../../core/ask/answers.ts';
import { isWordStart, wordAt, wordOf } from '../../core/ask/wordAt.ts';
import { ordinal } from '../../core/cell.ts';
import { counted, twoDecimals } from '../../core/numberWords.ts';
import { headName } from '../../core/tensor.ts';
import { isMoment, isPatch } from '../../core/tokenText.ts';
import type { Token } from '../../core/tokens.ts';
import type { Stack } from '../../core/stack.ts';

/** One plain answer: what stands before the word that it names, the word, and what stands after it. */
export type SaidAnswer = {
  readonly name: string;
  readonly before: string;
  readonly word: string;
  readonly after: string;
  readonly weight: string;
};

/** What a head with an answer says, in plain words. */
export function saidWords(stack: Stack, answers: Answers, { head, position, weight }: Answer): SaidAnswer {
  const tokens = answers.side === 'query' ? stack.keyTokens : stack.queryTokens;
  const [before, named, after] =
    position === null ? ['sees no other word', false, ''] : verbOf(stack, answers, position);
  return {
    name: headName(stack.tensor, head),
    before,
    word: named && position !== null ? wordAt(tokens, position) : '',
    after,
    weight: twoDecimals(weight),
  };
}

type Verb = readonly [before: string, named: boolean, after: string];

function verbOf(stack: Stack, answers: Answers, found: number): Verb {
  return answers.side === 'query' ? queryVerb(stack, answers.position, found) : keyVerb(stack, answers.position, found);
}

/** Of an asked query: where the head looks. */
function queryVerb({ tensor, queryTokens: tokens }: Stack, asked: number, found: number): Verb {
  if (tensor.kind === 'cross' || (found !== asked && arePlaces(tokens, asked, found))) return ['looks at', true, ''];
  switch (found - asked) {
    case 0:
      return ['looks at itself', false, ''];
    case -1:
      return [isWordStart(tokens, asked) ? 'looks one word back:' : 'looks one piece back:', true, ''];
    case 1:
      return [isWordStart(tokens, found) ? 'looks one word ahead:' : 'looks one piece ahead:', true, ''];
    default:
      if (isSame(tokens, asked, found)) return ['finds the same word:', true, ''];
      if (isTwoWords(tokens, asked, found)) return [`looks two words ${found < asked ? 'back' : 'ahead'}:`, true, ''];
      return [found < asked ? 'goes back to' : 'looks ahead to', true, ''];
  }
}

/** Of an asked key: which word looks at it. */
function keyVerb({ tensor, queryTokens: tokens }: Stack, asked: number, found: number): Verb {
  if (tensor.kind === 'cross' || (found !== asked && arePlaces(tokens, asked, found))) return ['', true, 'looks at it'];
  switch (found - asked) {
    case 0:
      return ['it looks at itself', false, ''];
    case 1:
      return ['', true, isWordStart(tokens, found) ? 'looks one word back' : 'looks one piece back'];
    case -1:
      return ['', true, isWordStart(tokens, asked) ? 'looks one word ahead' : 'looks one piece ahead'];
    default:
      if (isSame(tokens, asked, found)) return ['the same word', true, 'finds it'];
      if (isTwoWords(tokens, asked, found)) return ['', true, `looks two words ${found > asked ? 'back' : 'ahead'}`];
      return ['', true, found > asked ? 'goes back to it' : 'looks ahead to it'];
  }
}

/** Whether one of two tokens is a patch or a moment: neighbours in the line of tokens are no neighbours in a picture, and no words in a sound. */
function arePlaces(tokens: readonly Token[], a: number, b: number): boolean {
  return [tokens[a], tokens[b]].some((token) => token !== undefined && (isPatch(token) || isMoment(token)));
}

/** Two places apart, and nothing between them is a piece of a word. */
function isTwoWords(tokens: readonly Token[], a: number, b: number): boolean {
  const first = Math.min(a, b);
  return Math.abs(a - b) === 2 && isWordStart(tokens, first + 1) && isWordStart(tokens, first + 2);
}

function isSame(tokens: readonly Token[], a: number, b: number): boolean {
  return wordOf(tokens[a]).toLowerCase() === wordOf(tokens[b]).toLowerCase();
}

/** The heads without an answer: "21 heads rest, 3 spread out"; empty for none. */
export function silentWords({ side, vague, resting }: Answers): string {
  const says = (n: number, one: string, many: string): string => (n === 1 ? one : many);
  const vaguely = side === 'query' ? ['spreads out', 'spread out'] : ['hardly looks at it', 'hardly look at it'];
  const parts = [
    { n: resting.length, does: says(resting.length, 'rests', 'rest') },
    { n: vague.length, does: says(vague.length, vaguely[0] ?? '', vaguely[1] ?? '') },
  ].filter(({ n }) => n > 0);
  return parts.map(({ n, does }, at) => `${at === 0 ? counted(n, 'head') : n} ${does}`).join(', ');
}

/** What a head without an answer does, in the list of all. */
export function silentAnswer(stack: Stack, answers: Answers, answer: Answer): SaidAnswer {
  const said = saidWords(stack, answers, answer);
  if (answers.resting.includes(answer))
    return { ...said, before: 'rests', word: '', after: '', weight: twoDecimals(answer.sinkMass) };
  if (answer.position === null) return { ...said, weight: '' };
  return answers.side === 'query'
    ? { ...said, before: `spreads out, most at`, word: wordAt(stack.keyTokens, answer.position), after: '' }
    : { ...said, before: 'hardly looks, most from', word: wordAt(stack.queryTokens, answer.position), after: '' };
}

/** Read out: "he, 9th of 14: 8 heads look elsewhere than the sink". Special tokens are not counted. */
export function readingOf(stack: Stack, { position, side, said, vague }: Answers): string {
  const tokens = side === 'query' ? stack.queryTokens : stack.keyTokens;
  const asked = tokens[position];
  const counts = tokens.filter(({ special }) => !special);
  const place =
    asked === undefined || asked.special ? '' : `, ${ordinal(counts.indexOf(asked) + 1)} of ${counts.length}`;
  const looks = (n: number, where: string): string => `${counted(n, 'head')} ${n === 1 ? 'looks' : 'look'} ${where}`;
  const what =
    side === 'query' ? looks(said.length + vague.length, 'elsewhere than the sink') : looks(said.length, 'at it');
  return `${wordOf(asked)}${place}: ${what}`;
}
