import { columnsGate, punctuationColumnP } from './columnTest.ts';
import type { LabelContext } from './context.ts';
import { explainAway } from './explain.ts';
import { gatesOf, passes } from './gates.ts';
import type { HeadMeasures } from './measure.ts';
import type { Gate, LabelScore, NotAssessable } from './report.ts';
import { LABEL_IDS } from './report.ts';
import type { Pattern } from './rowSums.ts';
import type { TargetLabel } from './rules.ts';
import { HINT_PART, MIN_COVERAGE, minRows, NAMED_SPECIAL, RULES } from './rules.ts';
import { chanceLine } from './skill.ts';
import type { Skill } from './skill.ts';
import type { TextFacts } from './textFacts.ts';

const TARGET_LABELS = LABEL_IDS.filter((label): label is TargetLabel => Object.hasOwn(RULES, label));

/** Judges every label that has a target. Shape: pattern [query, key]. */
export function judgeTargets(pattern: Pattern, context: LabelContext, measures: HeadMeasures): LabelScore[] {
  const judged = new Map(
    [...measures.skills].map(([label, skill]) => [label, gatesOf(label, skill, pattern, context, measures)]),
  );
  const passing = new Set([...judged].filter(([, { gates }]) => passes(gates)).map(([label]) => label));
  const impliedBy = explainAway(pattern, context, measures, passing);
  return TARGET_LABELS.map((label) => {
    const skill = measures.skills.get(label);
    const found = judged.get(label);
    if (!skill || !found) return withoutTarget(label, context.text.isCausal);
    const explaining = impliedBy.get(label);
    // Far words in a few columns: where one column explains them, that has been seen already.
    const isFar = label === 'long_range' && passing.has(label) && explaining === undefined;
    const gates = isFar ? [...found.gates, columnsGate(pattern, context, skill)] : found.gates;
    const isAssigned = passes(gates);
    return {
      ...numbersOf(label, skill, measures, context.text),
      ...(label === 'delimiter' ? namedSpecial(pattern, context) : {}),
      ...(isAssigned
        ? explaining
          ? { status: 'implied', impliedBy: explaining }
          : { status: 'assigned' }
        : found.isBeyondTelling
          ? { status: 'not-assessable', reason: 'too-few-rows' }
          : unassigned(label, skill, gates, context)),
      gates,
      ...(label === 'punctuation' && isAssigned ? { columnP: punctuationColumnP(pattern, context.text) } : {}),
    };
  });
}

/** The numbers of a label with nothing to measure. */
export const NO_NUMBERS = {
  score: NaN,
  chance: NaN,
  chance95: NaN,
  share: NaN,
  raw: NaN,
  rawChance: NaN,
  coverage: NaN,
  rows: 0,
  z: 0,
};

type Unassigned = { readonly status: 'not-assessable' | 'hint' | 'absent'; readonly reason?: NotAssessable };

function unassigned(label: TargetLabel, skill: Skill, gates: readonly Gate[], context: LabelContext): Unassigned {
  if (skill.rows < minRows(label, context.text.nReal)) {
    const hasNoTarget = context.targets.get(label)?.target.cells.length === 0;
    return { status: 'not-assessable', reason: hasNoTarget ? 'no-target' : 'too-few-rows' };
  }
  if (skill.coverage < MIN_COVERAGE) return { status: 'not-assessable', reason: 'low-coverage' };
  const isOfOneSegment = gates.some(({ name, holds }) => name === 'segments' && !holds);
  return { status: skill.score >= HINT_PART * RULES[label].score && !isOfOneSegment ? 'hint' : 'absent' };
}

function numbersOf(label: TargetLabel, skill: Skill, { bestOffset, bestColumn }: HeadMeasures, text: TextFacts) {
  const line = label === 'offset' ? bestOffset : label === 'vertical' ? bestColumn : null;
  const isFound = line !== null && !Number.isNaN(line.line);
  return {
    label,
    score: skill.score,
    chance: Number.isNaN(skill.score) ? NaN : 0,
    chance95: chanceLine(skill, line?.nTried ?? 1),
    share: skill.score * skill.coverage,
    raw: skill.raw,
    rawChance: skill.rawChance,
    coverage: skill.coverage,
    rows: skill.rows,
    z: skill.z,
    ...(isFound ? (label === 'offset' ? { offset: line.line } : columnOf(line.line, text)) : {}),
  };
}

function columnOf(column: number, { pieces }: TextFacts): Pick<LabelScore, 'column' | 'word'> {
  return { column, word: pieces[column]! };
}

/** The special token to name: of the kind that holds two thirds or more of what lies on special tokens, the one that holds most. */
function namedSpecial(pattern: Pattern, { text, targets }: LabelContext): Pick<LabelScore, 'column' | 'word'> {
  const target = targets.get('delimiter')?.target;
  if (!target) return {};
  const mass = new Float64Array(text.nTokens);
  let all = 0;
  for (const cell of target.cells) {
    mass[cell % text.nTokens]! += pattern[cell]!;
    all += pattern[cell]!;
  }
  const column = mass.indexOf(Math.max(...mass));
  const ofKind = mass.reduce((sum, one, key) => sum + (text.identities[key] === text.identities[column] ? one : 0), 0);
  return all > 0 && ofKind >= NAMED_SPECIAL * all ? columnOf(column, text) : {};
}

function withoutTarget(label: TargetLabel, isCausal: boolean): LabelScore {
  const isOfOtherModels = isCausal ? label === 'next' : label === 'first' || label === 'induction';
  return {
    ...NO_NUMBERS,
    label,
    status: 'not-assessable',
    reason: isOfOtherModels ? 'not-for-this-model' : 'no-target',
    gates: [],
  };
}
