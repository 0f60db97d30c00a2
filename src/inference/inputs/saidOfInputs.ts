import type { ModelConfig } from '../sources/modelConfig.ts';
import type { FedInput, InputEvidence } from './roles.ts';

/** Class names of models whose tokens look at each other in both directions. Causal ones classify and answer questions too. */
const BOTH_WAYS = /(ForMaskedLM|EncoderModel)$/;

/**
 * What the files beside a graph say of its inputs; `isEncoder` where it is the half of a pair that reads the source. Whether its tokenizer has a
 * mask is asked where there is a mask of pairs alone.
 */
export function withSaid(
  inputs: readonly InputEvidence[],
  { firstPosition, architecture }: Pick<ModelConfig, 'firstPosition' | 'architecture'>,
  hasMaskToken: () => boolean,
  isEncoder: boolean,
): readonly InputEvidence[] {
  const isOfPairs = ({ dims, uses, name }: InputEvidence): boolean =>
    dims.length > 2 && (uses.opensWith !== undefined || uses.isAddedToScores === true || /mask/.test(name));
  const seesLater = inputs.some(isOfPairs) && (isEncoder || BOTH_WAYS.test(architecture ?? '') || hasMaskToken());
  return inputs.map((input) => ({
    ...input,
    ...(firstPosition > 0 && { firstPosition }),
    ...(seesLater && { seesLater }),
  }));
}

/** A mask that hides from each token those behind it, where neither the graph nor a past says that it does. */
export function maskThatHidesLater(inputs: readonly FedInput[], isCausal: boolean | null): FedInput | undefined {
  if (isCausal === true || inputs.some(({ role }) => role === 'past')) return undefined;
  return inputs.find(
    ({ role, dims, seesLater }) => role === 'mask' && dims.length > 2 && dims.at(-2) !== 1 && !seesLater,
  );
}
