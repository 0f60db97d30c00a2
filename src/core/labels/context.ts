import { goalOf } from './goals.ts';
import type { RegionName, Regions } from './regions.ts';
import { makeRegions } from './regions.ts';
import type { TargetLabel } from './rules.ts';
import type { Target } from './targets.ts';
import { compileTarget } from './targets.ts';
import type { TextFacts, TokenFacts } from './textFacts.ts';
import { describeText } from './textFacts.ts';

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

/** Makes tokens ready for labelling, wherever they come from, padding included; `isCausal` is the model's. */
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
