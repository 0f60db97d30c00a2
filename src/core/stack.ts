import type { ModelRun, RunStage } from './run.ts';
import { isStage } from './tensor.ts';
import type { AttentionKind, AttentionTensor } from './tensor.ts';
import type { Token } from './tokens.ts';

/** One stack of a run as the views show it: its patterns and what stands at their rows and columns. */
export type Stack = {
  readonly tensor: AttentionTensor;
  readonly queryTokens: readonly Token[];
  readonly keyTokens: readonly Token[];
  /** Whether keys after the query are not allowed: cells that are not painted and not labelled. */
  readonly isCausal: boolean;
};

/** Further stages of a pyramid with what stands at their rows and columns. */
export function stagesOf({ image, stages }: Pick<ModelRun, 'image' | 'stages'>): readonly RunStage[] {
  return image?.stages ?? stages ?? [];
}

/** The stacks a run has, in the order in which the model computes them. */
export function stackKinds(run: ModelRun): readonly AttentionKind[] {
  return run.attention.map((tensor) => tensor.kind);
}

/**
 * The stack of one kind, or the first one if the run has no such kind; null for a run without attention.
 * In an encoder-decoder model the encoder reads `tokens` and the decoder `targetTokens`; cross-attention looks from these to those.
 */
export function stackOf(run: ModelRun, kind: AttentionKind | null): Stack | null {
  const tensor = run.attention.find((one) => one.kind === kind) ?? run.attention[0];
  if (tensor === undefined) return null;
  const target = run.targetTokens ?? run.tokens;
  switch (tensor.kind) {
    case 'encoder':
      return { tensor, queryTokens: run.tokens, keyTokens: run.keyTokens ?? run.tokens, isCausal: false };
    case 'decoder':
      return {
        tensor,
        queryTokens: target,
        keyTokens: run.keyTokens ?? target,
        // A stack is called decoder because its mask is causal. An added sink key stands last, where a causal picture would take it for the future.
        isCausal: run.keyTokens === undefined && tensor.looksAhead !== true,
      };
    case 'cross':
      return { tensor, queryTokens: target, keyTokens: run.tokens, isCausal: false };
    case 'stage1':
    case 'stage2':
    case 'stage3':
    case 'stage4': {
      const stage = stagesOf(run).find(({ kind: own }) => own === tensor.kind);
      return { tensor, queryTokens: stage?.queryTokens ?? [], keyTokens: stage?.keyTokens ?? [], isCausal: false };
    }
  }
}

/** The number of a stage of a pyramid, from 1 on; null in a run that shows one stage alone. */
export function stageNumber(run: ModelRun, kind: AttentionKind): number | null {
  const others = stagesOf(run).map((stage) => Number(stage.kind.slice('stage'.length)));
  if (others.length === 0 || !(kind === 'encoder' || isStage(kind))) return null;
  if (isStage(kind)) return Number(kind.slice('stage'.length));
  // The encoder is the one that has no number among the others.
  return (
    Array.from({ length: others.length + 1 }, (_, at) => at + 1).find((number) => !others.includes(number)) ?? null
  );
}
