import { ASK_SIDES } from '../ask/answers.ts';
import { refuse } from '../files/arrays.ts';
import type { LookedAt } from '../runExtras.ts';
import { sameHead } from '../selection.ts';
import type { AttentionTensor } from '../tensor.ts';
import { readChoice, readList, readRecord, readWhole } from './fields.ts';

type StackShape = Pick<AttentionTensor, 'kind' | 'nLayers' | 'nHeads' | 'nQueries' | 'nKeys'>;

/**
 * What was looked at when a run with these stacks was saved; a head that is named twice counts once.
 * Throws AppError 'bad-recording' for a stack, a head or a position that the run has not.
 */
export function readLookedAt(value: unknown, stacks: readonly StackShape[]): LookedAt {
  const { kind, pinned, asked } = readRecord(value, 'lookedAt');
  const stack = stacks.find((one) => one.kind === kind);
  if (stack === undefined) return refuse('lookedAt is of a stack that the file does not hold');
  const heads = readList(pinned, 'pinned of lookedAt').map((one, i) => {
    const { layer, head } = readRecord(one, `head ${i} of lookedAt`);
    return {
      layer: readWhole(layer, [0, stack.nLayers], `layer of head ${i} of lookedAt`),
      head: readWhole(head, [0, stack.nHeads], `number of head ${i} of lookedAt`),
    };
  });
  return {
    kind: stack.kind,
    pinned: heads.filter((head, i) => heads.findIndex((other) => sameHead(head, other)) === i),
    asked: asked === null || asked === undefined ? null : readAsked(asked, stack),
  };
}

function readAsked(value: unknown, { nQueries, nKeys }: StackShape): LookedAt['asked'] {
  const { position, from } = readRecord(value, 'asked of lookedAt');
  const side = readChoice(from, ASK_SIDES, 'from of lookedAt');
  return {
    position: readWhole(position, [0, side === 'query' ? nQueries : nKeys], 'position of lookedAt'),
    from: side,
  };
}
