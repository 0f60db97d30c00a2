import type { LabelContext } from './context.ts';
import { goalOf } from './goals.ts';
import type { HeadMeasures } from './measure.ts';
import { makeRegion } from './regions.ts';
import type { Pattern } from './rowSums.ts';
import { sumRows } from './rowSums.ts';
import type { TargetLabel } from './rules.ts';
import { EXPLAINED_BY, minRows, RULES } from './rules.ts';
import type { Skill } from './skill.ts';
import { compileTarget, scoreTarget } from './targets.ts';
import type { TextFacts } from './textFacts.ts';

/** True if all four gates of a label hold. */
export function passesGates(label: TargetLabel, skill: Skill, { nReal }: TextFacts): boolean {
  const rule = RULES[label];
  return (
    skill.rows >= minRows(label, nReal) &&
    skill.score >= rule.score &&
    skill.score * skill.coverage >= rule.share &&
    skill.z >= rule.z
  );
}

/**
 * Finds the labels that only follow from a more specific one: with the other label's cells taken out, they fail.
 * Without this a head that looks at repeated words in parallel sentences would also count as a fixed offset.
 * Returns explained label -> explaining label.
 */
export function explainAway(
  pattern: Pattern,
  context: LabelContext,
  measures: HeadMeasures,
  passing: ReadonlySet<TargetLabel>,
): ReadonlyMap<TargetLabel, TargetLabel> {
  const impliedBy = new Map<TargetLabel, TargetLabel>();
  for (const [label, candidates] of EXPLAINED_BY) {
    if (!passing.has(label)) continue;
    const explaining = candidates.find(
      (other) =>
        passing.has(other) && !passesGates(label, skillWithout(pattern, context, measures, label, other), context.text),
    );
    if (explaining) impliedBy.set(label, explaining);
  }
  const column = measures.bestColumn.line;
  if (passing.has('vertical') && passing.has('punctuation') && context.text.punctuation[column] === 1) {
    impliedBy.set('vertical', 'punctuation');
  }
  return impliedBy;
}

/** Skill at `label` when the cells of `other` are not looked at. */
function skillWithout(
  pattern: Pattern,
  { text, regions }: LabelContext,
  { sums, bestOffset, bestColumn }: HeadMeasures,
  label: TargetLabel,
  other: TargetLabel,
): Skill {
  const lineOf = (name: TargetLabel) => (name === 'offset' ? bestOffset.line : bestColumn.line);
  const goal = goalOf(label, text, lineOf(label));
  const removed = goalOf(other, text, lineOf(other));
  if (!goal || !removed) throw new RangeError(`invalid labels: ${label} or ${other} has no target in this text`);
  const { allowed } = regions[goal.region];
  const region = makeRegion(
    text.nTokens,
    (query, key) => allowed[query * text.nTokens + key] === 1 && removed.value(query, key) === 0,
  );
  const target = compileTarget(region, goal.rows, goal.value);
  return scoreTarget(pattern, target, sumRows(pattern, sums.surprises, region));
}
