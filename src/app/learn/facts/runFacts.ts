import { wordAt } from '../../../core/ask/wordAt.ts';
import { visibleText } from '../../../core/tokenText.ts';
import { headName } from '../../../core/tensor.ts';
import { askOnScreen } from '../../shown/ask.ts';
import type { ShownAsk } from '../../shown/ask.ts';
import type { FactRows, Found, Seen } from './fact.ts';

/** Facts of the model, the sentence and the asked word. */
export const RUN_FACTS: FactRows = {
  model: { args: [], of: ({ stack }) => stack.run.model.name },
  nLayers: { args: [], of: ({ stack }) => stack.tensor.nLayers },
  nHeads: { args: [], of: ({ stack }) => stack.tensor.nHeads },
  nAll: { args: [], of: ({ stack }) => stack.tensor.nLayers * stack.tensor.nHeads },
  nTokens: { args: [], of: ({ stack }) => stack.queryTokens.length },
  nWeights: {
    args: [],
    of: ({ stack: { tensor } }) => tensor.nLayers * tensor.nHeads * tensor.nQueries * tensor.nKeys,
  },
  dModel: { args: [], of: ({ stack }) => stack.run.model.dModel ?? undefined },
  dHead: {
    args: [],
    of: ({ stack }) => (stack.run.model.dModel === null ? undefined : stack.run.model.dModel / stack.tensor.nHeads),
  },
  asked: {
    args: [],
    of: (seen) =>
      withAsk(seen, ({ position, side }) => {
        const { queryTokens, keyTokens } = seen.stack;
        const token = (side === 'query' ? queryTokens : keyTokens)[position];
        return token === undefined ? undefined : visibleText(token);
      }),
  },
  /** Heads with one answer about the asked word, and those that rest. */
  nSaid: { args: [], of: (seen) => withAsk(seen, ({ answers }) => answers.said.length) },
  nResting: { args: [], of: (seen) => withAsk(seen, ({ answers }) => answers.resting.length) },
  /** Different words that those heads name. */
  nNamed: {
    args: [],
    of: (seen) => withAsk(seen, ({ answers }) => new Set(answers.said.map(({ position }) => position)).size),
  },
  answerHead: {
    args: ['number'],
    of: (seen, n) => withAnswer(seen, n, ({ head }) => headName(seen.stack.tensor, head)),
  },
  /** The whole word, as the answers on screen have it. */
  answerWord: {
    args: ['number'],
    of: (seen, n) =>
      withAnswer(seen, n, ({ position }) => {
        const { keyTokens } = seen.stack;
        return position === null || keyTokens[position] === undefined ? undefined : wordAt(keyTokens, position);
      }),
  },
  answerWeight: { args: ['number'], of: (seen, n) => withAnswer(seen, n, ({ weight }) => weight) },
};

function withAsk({ state, stack }: Seen, of: (ask: ShownAsk) => Found): Found {
  const ask = askOnScreen(stack, state.view);
  return ask === null ? undefined : of(ask);
}

/** The answers count from 1, best first. */
function withAnswer(
  seen: Seen,
  n: string | undefined,
  of: (answer: ShownAsk['answers']['said'][number]) => Found,
): Found {
  return withAsk(seen, ({ answers }) => {
    const answer = answers.said[Number(n) - 1];
    return answer === undefined ? undefined : of(answer);
  });
}
