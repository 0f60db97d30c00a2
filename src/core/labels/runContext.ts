import type { Token } from '../tokens.ts';
import { contextOf } from './context.ts';
import type { EvidenceContext, LabelContext } from './context.ts';
import { goalOf } from './goals.ts';
import { makeContentRegions } from './regions.ts';
import { compileTarget } from './targets.ts';
import { describeText, factsOf } from './textFacts.ts';

/** Makes the tokens of a run ready for labelling; `isCausal` is the model's. */
export function createLabelContext(tokens: readonly Token[], isCausal: boolean): LabelContext {
  return contextOf(tokens.map(factsOf), isCausal);
}

/** Makes the tokens of a run ready for `evidenceOf` alone. */
export function createEvidenceContext(tokens: readonly Token[], isCausal: boolean): EvidenceContext {
  const text = describeText(tokens.map(factsOf), isCausal);
  const regions = makeContentRegions(text);
  const { rows, value } = goalOf('long_range', text)!;
  const far = { target: compileTarget(regions.content, rows, value), region: 'content' } as const;
  return { text, regions, targets: new Map([['long_range', far]]) };
}
