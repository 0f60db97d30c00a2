import type { LabelContext } from './context.ts';
import { passes, skillGates } from './gates.ts';
import { goalOf } from './goals.ts';
import type { HeadMeasures } from './measure.ts';
import { makeRegion } from './regions.ts';
import type { Pattern } from './rowSums.ts';
import { sumRows } from './rowSums.ts';
import type { TargetLabel } from './rules.ts';
import { EXPLAINED_BY } from './rules.ts';
import type { Skill } from './skill.ts';
import { compileTarget, scoreTarget } from './targets.ts';

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
        passing.has(other) &&
        !passes(skillGates(label, skillWithout(pattern, context, measures, label, other), context.text)),
    );
    if (explaining) impliedBy.set(label, explaining);
  }
  if (passing.has('punctuation') && isOneMark(pattern, context, measures)) impliedBy.set('punctuation', 'vertical');
  return impliedBy;
}

/** True if, of several marks, one alone makes the head look at punctuation: without it the label fails. */
function isOneMark(pattern: Pattern, context: LabelContext, { sums }: HeadMeasures): boolean {
  const { nTokens, punctuation } = context.text;
  const target = context.targets.get('punctuation')?.target;
  if (!target) return false;
  const mass = new Float64Array(nTokens);
  for (const cell of target.cells) mass[cell % nTokens]! += pattern[cell]!;
  const marks = [...mass.keys()].filter(
    (key) => punctuation[key] === 1 && target.cells.some((cell) => cell % nTokens === key),
  );
  if (marks.length < 2) return false;
  const top = mass.indexOf(Math.max(...mass));
  const skill = skillOutside(pattern, context, sums.surprises, 'punctuation', NaN, (_, key) => key === top);
  return !passes(skillGates('punctuation', skill, context.text));
}

/** Skill at `label` when the cells of `other` are not looked at. */
function skillWithout(
  pattern: Pattern,
  { text, regions }: LabelContext,
  { sums, bestOffset, bestColumn }: HeadMeasures,
  label: TargetLabel,
  other: TargetLabel,
): Skill {
  const lineOf = (name: TargetLabel) =>
    name === 'offset' ? bestOffset.line : name === 'vertical' ? bestColumn.line : NaN;
  const removed = goalOf(other, text, lineOf(other));
  if (!removed) throw new RangeError(`invalid label: ${other} has no target in this text`);
  return skillOutside(
    pattern,
    { text, regions },
    sums.surprises,
    label,
    lineOf(label),
    (query, key) => removed.value(query, key) !== 0,
  );
}

/** Skill at `label` when some cells are not looked at. */
function skillOutside(
  pattern: Pattern,
  { text, regions }: Pick<LabelContext, 'text' | 'regions'>,
  surprises: Float64Array,
  label: TargetLabel,
  line: number,
  isLeftOut: (query: number, key: number) => boolean,
): Skill {
  const goal = goalOf(label, text, line);
  if (!goal) throw new RangeError(`invalid label: ${label} has no target in this text`);
  const { allowed } = regions[goal.region];
  const region = makeRegion(
    text.nTokens,
    (query, key) => allowed[query * text.nTokens + key] === 1 && !isLeftOut(query, key),
  );
  const target = compileTarget(region, goal.rows, goal.value);
  return scoreTarget(pattern, target, sumRows(pattern, surprises, region));
}
