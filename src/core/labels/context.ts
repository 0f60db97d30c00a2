import type { Token } from '../tokens.ts';
import { goalOf } from './goals.ts';
import type { RegionName, Regions } from './regions.ts';
import { makeContentRegions, makeRegions } from './regions.ts';
import type { TargetLabel } from './rules.ts';
import type { Target } from './targets.ts';
import { compileTarget } from './targets.ts';
import type { TextFacts, TokenFacts } from './textFacts.ts';
import { describeText, factsOf } from './textFacts.ts';

/** A text made ready for labelling: all that is the same for every head. Make it once per run. */
export type LabelContext = {
  readonly text: TextFacts;
  readonly regions: Regions;
  /** Labels that are no single line of cells; a label is missing where the text or the model gives it no target. */
  readonly targets: ReadonlyMap<TargetLabel, RegionTarget>;
  /** Sink columns seen from content rows: what `resting` measures. */
  readonly sink: Target;
};

/** What of it the evidence for a label is found by: less to make, for pages that label nothing themselves. */
export type EvidenceContext = Pick<LabelContext, 'text' | 'targets'> & {
  readonly regions: Pick<Regions, 'all' | 'content'>;
};

/** A target together with the region it is scored in. */
type RegionTarget = { readonly target: Target; readonly region: RegionName };

const COMPILED: readonly TargetLabel[] = [
  'local',
  'delimiter',
  'first',
  'punctuation',
  'same_token',
  'induction',
  'block',
  'long_range',
];

/** Makes the tokens of a run ready for labelling; `isCausal` is the model's. */
export function createLabelContext(tokens: readonly Token[], isCausal: boolean): LabelContext {
  return contextOf(tokens.map(factsOf), isCausal);
}

/** Makes the tokens of a run ready for `evidenceOf` alone. */
export function createEvidenceContext(tokens: readonly Token[], isCausal: boolean): EvidenceContext {
  const text = describeText(tokens.map(factsOf), isCausal);
  const regions = makeContentRegions(text);
  const { rows, value } = goalOf('long_range', text)!;
  const far: RegionTarget = { target: compileTarget(regions.content, rows, value), region: 'content' };
  return { text, regions, targets: new Map([['long_range', far]]) };
}

/** The same for tokens that come from elsewhere, or with padding. */
export function contextOf(tokens: readonly TokenFacts[], isCausal: boolean): LabelContext {
  const text = describeText(tokens, isCausal);
  const regions = makeRegions(text);
  const targets = new Map<TargetLabel, RegionTarget>();
  for (const label of COMPILED) {
    const goal = goalOf(label, text);
    if (!goal) continue;
    const target = compileTarget(regions[goal.region], goal.rows, goal.value);
    targets.set(label, { target, region: goal.region });
  }
  const sink = compileTarget(regions.all, text.content, (_, key) => text.sink[key]!);
  return { text, regions, targets, sink };
}
