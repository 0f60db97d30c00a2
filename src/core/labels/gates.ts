import type { LabelContext } from './context.ts';
import { evennessOf } from './evenness.ts';
import { goalOf } from './goals.ts';
import type { HeadMeasures } from './measure.ts';
import { makeRegion } from './regions.ts';
import type { Gate } from './report.ts';
import type { Pattern } from './rowSums.ts';
import { sumRows } from './rowSums.ts';
import { BLOCK_EVENNESS, CHANCE_TIMES, HINT_PART, MAX_COUNTED_ROWS, minRows, ODDS, RULES } from './rules.ts';
import type { TargetLabel } from './rules.ts';
import { shuffleBound, shuffleTest } from './shuffleTest.ts';
import { chanceLine } from './skill.ts';
import type { Skill } from './skill.ts';
import { compileTarget, scoreTarget } from './targets.ts';
import type { TextFacts } from './textFacts.ts';

/** A gate: `got` must be at least `needed`. */
export function gate(name: Gate['name'], needed: number, got: number): Gate {
  return { name, needed, got, holds: got >= needed };
}

/** The gates of a label that its skill alone decides. */
export function skillGates(label: TargetLabel, skill: Skill, { nReal }: TextFacts): Gate[] {
  const rule = RULES[label];
  const times = CHANCE_TIMES[label];
  return [
    gate('score', rule.score, skill.score),
    gate('share', rule.share, skill.score * skill.coverage),
    gate('rows', minRows(label, nReal), skill.rows),
    gate('z', rule.z, skill.z),
    ...(times === undefined ? [] : [gate('chance', times * chanceLine(skill, 1), skill.score)]),
  ];
}

export function passes(gates: readonly Gate[]): boolean {
  return gates.every(({ holds }) => holds);
}

/** All gates of a label on one head; those that cost more than a sum are tried only where the others hold. */
export function gatesOf(
  label: TargetLabel,
  skill: Skill,
  pattern: Pattern,
  context: LabelContext,
  measures: HeadMeasures,
): { readonly gates: readonly Gate[]; readonly isBeyondTelling: boolean } {
  const own = skillGates(label, skill, context.text);
  // Also of a near miss it must be known: one segment by itself is no hint that a head keeps to segments.
  const isNear = label === 'block' && skill.score >= HINT_PART * RULES.block.score;
  const gates = isNear ? [...own, segmentsGate(pattern, context, measures)] : own;
  if (!passes(gates) || label === 'long_range') return { gates, isBeyondTelling: false };
  if (label === 'block') return { gates: [...gates, evenGate(pattern, context, measures)], isBeyondTelling: false };
  const needed = ODDS * nJudged(measures, context.text);
  const { odds, bestOdds } = oddsOf(label, skill, needed, pattern, context, measures);
  return { gates: [...gates, gate('odds', needed, odds)], isBeyondTelling: bestOdds < needed };
}

/** How many labels the text has rows enough for: as many tries chance has. */
function nJudged({ skills }: HeadMeasures, { nReal }: TextFacts): number {
  return [...skills].filter(([label, { rows }]) => rows >= minRows(label, nReal)).length;
}

/** How many shuffles it takes on average until one does as well, for the label and for the best that such rows could do. */
function oddsOf(
  label: TargetLabel,
  skill: Skill,
  needed: number,
  pattern: Pattern,
  context: LabelContext,
  { bestOffset, bestColumn }: HeadMeasures,
): { readonly odds: number; readonly bestOdds: number } {
  const line = label === 'offset' ? bestOffset : label === 'vertical' ? bestColumn : null;
  const nTried = line?.nTried ?? 1;
  const bound = shuffleBound(skill) * nTried;
  if (bound * needed <= 1 || skill.rows > MAX_COUNTED_ROWS) return { odds: 1 / bound, bestOdds: Infinity };
  const goal = goalOf(label, context.text, line?.line);
  if (!goal) throw new RangeError(`invalid label: ${label} has no target in this text`);
  const region = context.regions[goal.region];
  const target = context.targets.get(label)?.target ?? compileTarget(region, goal.rows, goal.value);
  const { p, leastP } = shuffleTest(pattern, target, region);
  return { odds: 1 / (p * nTried), bestOdds: 1 / (leastP * nTried) };
}

/** Attention must be spread inside the segment; else the head looks for certain words that happen to stand in it. */
function evenGate(pattern: Pattern, { text, regions }: LabelContext, { sums }: HeadMeasures): Gate {
  const { segments, nTokens } = text;
  const region = makeRegion(
    nTokens,
    (query, key) => regions.beyondBand.allowed[query * nTokens + key] === 1 && segments[query] === segments[key],
  );
  const { score } = evennessOf(sumRows(pattern, sums.surprises, region), region, text.content);
  return gate('entropy', BLOCK_EVENNESS, score);
}

/** Each segment by itself must look at itself more than chance would: the one that does so least decides. */
function segmentsGate(pattern: Pattern, { text, regions }: LabelContext, { sums }: HeadMeasures): Gate {
  const goal = goalOf('block', text);
  if (!goal) throw new RangeError('invalid label: block has no target in this text');
  const ofEach = [...new Set(text.segments.filter((_, place) => goal.rows[place] === 1))].map((segment) => {
    const rows = goal.rows.map((isScored, query) => (isScored === 1 && text.segments[query] === segment ? 1 : 0));
    const skill = scoreTarget(pattern, compileTarget(regions[goal.region], rows, goal.value), sums[goal.region]);
    return gate('segments', chanceLine(skill, 1), skill.score);
  });
  // A segment without a row that could tell decides nothing.
  const judged = ofEach
    .filter(({ got }) => !Number.isNaN(got))
    .toSorted((a, b) => a.got - a.needed - (b.got - b.needed));
  return judged[0] ?? gate('segments', 0, NaN);
}
