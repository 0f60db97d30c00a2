import { foldedLayer } from '../../core/ablation/averagePattern.ts';
import { answersOf } from '../../core/ask/answers.ts';
import type { Answer, Answers, AskSide } from '../../core/ask/answers.ts';
import { sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { Stack } from '../../core/stack.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { askedPosition, askedWord } from '../state/asked.ts';
import type { View } from '../state/view.ts';
import type { ShownStack } from './useStack.ts';

/** The word that is asked about, and what the heads of the stack on screen say. */
export type ShownAsk = {
  readonly position: number;
  readonly side: AskSide;
  /** False where the page chose the word. */
  readonly isChosen: boolean;
  readonly answers: Answers;
  /** What each layer that is drawn as one head says; its heads are not among the answers. */
  readonly averages: readonly AverageAnswer[];
};

/** What the average of the heads of a layer says about the asked word. */
export type AverageAnswer = {
  readonly layer: number;
  /** The layer as a stack of one head. */
  readonly stack: Stack;
  readonly answers: Answers;
  readonly answer: Answer;
  /** False where it rests, or looks at no word much. */
  readonly isSaid: boolean;
};

/** What of the view decides what is asked, and of what. */
export type AskView = Pick<View, 'asked' | 'side' | 'oneHead' | 'sort'>;

/** What is asked of a stack; null where nothing is. */
export function askOf(stack: ShownStack, { asked, side, oneHead, sort }: AskView): ShownAsk | null {
  const found = askedPosition(stack.run, stack, { asked, side });
  if (found === null) return null;
  const { position, isChosen } = found;
  const folded = sort === 'layer' ? oneHead.filter((layer) => layer < stack.tensor.nLayers) : [];
  const answers = withoutLayers(answersFor(stack, position, side), folded);
  const averages = folded.flatMap((layer) => averageAnswer(stack, layer, position, side));
  return { position, side, isChosen, answers, averages };
}

/** The same for the view of one moment, in which a query and a key may stand for the word. */
export function askOnScreen(stack: ShownStack, view: View): ShownAsk | null {
  return askOf(stack, { ...view, asked: askedWord(view) });
}

function withoutLayers(answers: Answers, layers: readonly number[]): Answers {
  if (layers.length === 0) return answers;
  const rest = (some: readonly Answer[]): readonly Answer[] => some.filter(({ head }) => !layers.includes(head.layer));
  return { ...answers, said: rest(answers.said), vague: rest(answers.vague), resting: rest(answers.resting) };
}

function averageAnswer(whole: ShownStack, layer: number, position: number, side: AskSide): readonly AverageAnswer[] {
  const stack: Stack = { ...whole, tensor: foldedLayer(whole.tensor, layer) };
  const answers = answersFor(stack, position, side);
  const [said = null] = answers.said;
  const answer = said ?? answers.vague[0] ?? answers.resting[0];
  return answer === undefined ? [] : [{ layer, stack, answers, answer, isSaid: said !== null }];
}

/** The answers that there is room for: the best, and in up to half of the places those of pinned heads, which stand beside them. */
export function answersInSight({ said }: Answers, pinned: readonly HeadRef[], n: number): readonly Answer[] {
  const isPinned = ({ head }: Answer): boolean => pinned.some((other) => sameHead(other, head));
  const own = said.filter(isPinned).slice(0, Math.floor(n / 2));
  const first = [...own, ...said.filter((one) => !own.includes(one))].slice(0, n);
  return said.filter((one) => first.includes(one));
}

type Known = { readonly answers: Answers; readonly position: number; readonly side: AskSide };

const known = new WeakMap<AttentionTensor, Known>();

/** Worked out once for all that show them. */
function answersFor(stack: Stack, position: number, side: AskSide): Answers {
  const before = known.get(stack.tensor);
  if (before?.position === position && before.side === side) return before.answers;
  const answers = answersOf(stack, position, side);
  known.set(stack.tensor, { answers, position, side });
  return answers;
}
