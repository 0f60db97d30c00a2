import { chanceReach } from './chance.ts';
import { punctuationColumnP } from './columnTest.ts';
import type { LabelContext } from './context.ts';
import { evennessOf } from './evenness.ts';
import { explainAway, passesGates } from './explain.ts';
import type { HeadMeasures } from './measure.ts';
import { makeRegion } from './regions.ts';
import type { Gate, LabelScore, NotAssessable } from './report.ts';
import { LABEL_IDS } from './report.ts';
import type { Pattern } from './rowSums.ts';
import { sumRows } from './rowSums.ts';
import type { TargetLabel } from './rules.ts';
import { BLOCK_EVENNESS, HINT_PART, MIN_COVERAGE, minRows, RULES } from './rules.ts';
import type { Skill } from './skill.ts';

const TARGET_LABELS = LABEL_IDS.filter((label): label is TargetLabel => Object.hasOwn(RULES, label));

/** Judges every label that has a target. Shape: pattern [query, key]. */
export function judgeTargets(pattern: Pattern, context: LabelContext, measures: HeadMeasures): LabelScore[] {
  const passing = new Set<TargetLabel>();
  for (const [label, skill] of measures.skills) if (passesGates(label, skill, context.text)) passing.add(label);
  const impliedBy = explainAway(pattern, context, measures, passing);
  return TARGET_LABELS.map((label) => {
    const skill = measures.skills.get(label);
    if (!skill) return withoutTarget(label, context.text.isCausal);
    const gates = gatesOf(label, skill, context.text.nReal);
    if (label === 'block' && passing.has(label)) gates.push(blockGate(pattern, context, measures));
    const isAssigned = gates.every(({ holds }) => holds);
    const explaining = impliedBy.get(label);
    return {
      ...numbersOf(label, skill, measures),
      ...(isAssigned
        ? explaining
          ? { status: 'implied', impliedBy: explaining }
          : { status: 'assigned' }
        : unassigned(label, skill, context)),
      gates,
      ...(label === 'punctuation' && isAssigned ? { columnP: punctuationColumnP(pattern, context.text) } : {}),
    };
  });
}

/** A gate: `got` must be at least `needed`. */
export function gate(name: Gate['name'], needed: number, got: number): Gate {
  return { name, needed, got, holds: got >= needed };
}

function gatesOf(label: TargetLabel, skill: Skill, nReal: number): Gate[] {
  const rule = RULES[label];
  return [
    gate('score', rule.score, skill.score),
    gate('share', rule.share, skill.score * skill.coverage),
    gate('rows', minRows(label, nReal), skill.rows),
    gate('z', rule.z, skill.z),
  ];
}

/** Attention must be spread inside the segment; else the head looks for certain words that happen to stand in it. */
function blockGate(pattern: Pattern, { text, regions }: LabelContext, { sums }: HeadMeasures): Gate {
  const { segments, nTokens } = text;
  const region = makeRegion(
    nTokens,
    (query, key) => regions.beyondBand.allowed[query * nTokens + key] === 1 && segments[query] === segments[key],
  );
  const { score } = evennessOf(sumRows(pattern, sums.surprises, region), region, text.content);
  return gate('entropy', BLOCK_EVENNESS, score);
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

function unassigned(label: TargetLabel, skill: Skill, context: LabelContext): Unassigned {
  if (skill.rows < minRows(label, context.text.nReal)) {
    const hasNoTarget = context.targets.get(label)?.target.cells.length === 0;
    return { status: 'not-assessable', reason: hasNoTarget ? 'no-target' : 'too-few-rows' };
  }
  if (skill.coverage < MIN_COVERAGE) return { status: 'not-assessable', reason: 'low-coverage' };
  return { status: skill.score >= HINT_PART * RULES[label].score ? 'hint' : 'absent' };
}

function numbersOf(label: TargetLabel, skill: Skill, { bestOffset, bestColumn }: HeadMeasures) {
  const line = label === 'offset' ? bestOffset : label === 'vertical' ? bestColumn : null;
  const isFound = line !== null && !Number.isNaN(line.line);
  return {
    label,
    score: skill.score,
    chance: Number.isNaN(skill.score) ? NaN : 0,
    chance95: chanceReach(skill.skewness, line?.nTried ?? 1) * skill.deviation,
    share: skill.score * skill.coverage,
    raw: skill.raw,
    rawChance: skill.rawChance,
    coverage: skill.coverage,
    rows: skill.rows,
    z: skill.z,
    ...(isFound ? (label === 'offset' ? { offset: line.line } : { column: line.line }) : {}),
  };
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
