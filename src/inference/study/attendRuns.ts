import { stackOf } from '../../core/stack.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import { wordSums } from '../../core/words/wordSums.ts';
import type { WordSums } from '../../core/words/wordSums.ts';
import { shapeOf } from '../run/pack.ts';
import type { InputRun } from '../run/runnable.ts';

export type StackSums = { readonly kind: AttentionKind; readonly sums: WordSums };

/**
 * What the heads of each stack of a run give to listed words of its text; a stack whose rows or columns are no tokens of it has none.
 * Reads the layers as the runtime gave them.
 */
export function attendRun({ run, shown }: InputRun, words: ReadonlySet<string>): readonly StackSums[] {
  return run.attention.flatMap(({ kind }) => {
    const stack = stackOf(run, kind);
    if (stack === null || stack.keyTokens !== run.tokens || stack.queryTokens !== run.tokens) return [];
    const heads = shown
      .filter((layer) => layer.kind === kind)
      .flatMap((layer) => {
        const { nHeads, nQueries, nKeys } = shapeOf(layer);
        const size = nQueries * nKeys;
        return Array.from({ length: nHeads }, (_, head) => layer.data.subarray(head * size, (head + 1) * size));
      });
    const { text, tokens } = run;
    return [{ kind, sums: wordSums({ heads, tokens, text, isCausal: stack.isCausal }, words) }];
  });
}
