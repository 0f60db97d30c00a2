import type { AskSide } from '../../core/ask/answers.ts';
import { wordToAsk } from '../../core/ask/wordToAsk.ts';
import { pieceOf } from '../../core/patchAxes.ts';
import type { ModelRun } from '../../core/run.ts';
import type { Stack } from '../../core/stack.ts';
import { exampleOf } from './examples.ts';
import type { View } from './view.ts';

/** The asked word as a link has it: where it names a query and a key and no word, the query is the word. */
export function askedWord({ asked, cell, side }: Pick<View, 'asked' | 'cell' | 'side'>): View['asked'] {
  return asked === 'auto' && cell !== null && side === 'query' ? cell[0] : asked;
}

/** Whether tokens can be asked about: not one alone. */
export function canAskOf({ queryTokens, keyTokens }: Stack): boolean {
  return Math.max(queryTokens.length, keyTokens.length) > 1;
}

/** The position that is asked about in a stack, and whether a person chose it; null where nothing is or can be. */
export function askedPosition(
  run: ModelRun,
  stack: Stack,
  { asked, side }: Pick<View, 'asked' | 'side'>,
): { readonly position: number; readonly isChosen: boolean } | null {
  if (asked === 'none' || !canAskOf(stack)) return null;
  const tokens = side === 'query' ? stack.queryTokens : stack.keyTokens;
  if (asked !== 'auto' && asked < tokens.length) return { position: asked, isChosen: true };
  const position = askedByPage(run, stack, side);
  return position === null ? null : { position, isChosen: false };
}

/**
 * The position that the page asks about by itself: of a picture the first token, which its class is read from, and the first of learned
 * queries; of a text that is written on the newest; else the word of the example, else one worth asking; null for none.
 */
export function askedByPage(run: ModelRun, stack: Stack, side: AskSide): number | null {
  if (pieceOf(run, stack, side) !== 'word') return 0;
  const { tensor, queryTokens, keyTokens } = stack;
  const tokens = side === 'query' ? queryTokens : keyTokens;
  if (tokens.at(-1)?.isWritten) return tokens.length - 1;
  const example = tensor.kind === 'cross' ? null : exampleOf(run);
  return example !== null && example.ask < tokens.length ? example.ask : wordToAsk(tokens);
}

/**
 * The same place of the same text once it has been read anew, by another model perhaps: the position of the token that holds
 * the last letter of the asked one.
 */
export function askedAnew(asked: number, before: ModelRun | null, after: ModelRun): number {
  const token = before?.tokens[asked];
  if (before === null || token === undefined || before.model.id === after.model.id) return asked;
  if (before.text !== after.text || before.pair !== after.pair || token.end === token.start) return asked;
  const found = after.tokens.find(
    ({ segment, start, end }) => segment === token.segment && start < token.end && end >= token.end,
  );
  return found?.position ?? asked;
}
