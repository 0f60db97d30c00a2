import type { LabelContext } from './context.ts';
import type { Evenness } from './evenness.ts';
import { evennessOf } from './evenness.ts';
import type { BestLine } from './lines.ts';
import { bestLine, MAX_OFFSET, scoreColumns, scoreDiagonals } from './lines.ts';
import { BAND } from './regions.ts';
import type { HeadSums, Pattern } from './rowSums.ts';
import { sumHead } from './rowSums.ts';
import type { TargetLabel } from './rules.ts';
import { minRows, RULES } from './rules.ts';
import type { Skill } from './skill.ts';
import { scoreTarget } from './targets.ts';

/** Every number of one head that labels are judged by. */
export type HeadMeasures = {
  readonly sums: HeadSums;
  /** A label is missing where the text or the model gives it no target. */
  readonly skills: ReadonlyMap<TargetLabel, Skill>;
  readonly bestOffset: BestLine;
  readonly bestColumn: BestLine;
  /** Evenness over content keys, and over all keys. */
  readonly broad: Evenness;
  readonly uniform: Evenness;
  /** `raw` is the mean attention of content rows on sinks. */
  readonly sink: Skill;
};

/**
 * Measures one head.
 * Shape: pattern [query, key], of the context's length. Throws RangeError otherwise.
 */
export function measureHead(pattern: Pattern, context: LabelContext): HeadMeasures {
  const { text, regions } = context;
  if (pattern.length !== text.nTokens ** 2) {
    throw new RangeError(`invalid pattern: ${pattern.length} weights (text has ${text.nTokens} tokens)`);
  }
  const sums = sumHead(pattern, regions);
  const skills = new Map<TargetLabel, Skill>();

  const diagonals = scoreDiagonals(pattern, regions.content, sums.content, text.content);
  skills.set('previous', diagonals.skillOf(-1));
  if (!text.isCausal) skills.set('next', diagonals.skillOf(1));
  skills.set('self', diagonals.skillOf(0));
  const bestOffset = bestLine(diagonals, text.isCausal ? BACKWARD : BOTH_WAYS, RULES.offset.rows);
  skills.set('offset', bestOffset.skill);

  const columns = scoreColumns(pattern, regions.content, sums.content, text.content);
  const bestColumn = bestLine(columns, contentKeys(text.content), minRows('vertical', text.nReal));
  skills.set('vertical', bestColumn.skill);

  for (const [label, { target, region }] of context.targets) {
    skills.set(label, scoreTarget(pattern, target, sums[region]));
  }
  return {
    sums,
    skills,
    bestOffset,
    bestColumn,
    broad: evennessOf(sums.content, regions.content, text.content),
    uniform: evennessOf(
      sums.all,
      regions.all,
      text.padding.map((isPadding) => 1 - isPadding),
    ),
    sink: scoreTarget(pattern, context.sink, sums.all),
  };
}

const STEPS = Array.from({ length: MAX_OFFSET - BAND + 1 }, (_, step) => BAND + step);
const BACKWARD = STEPS.map((step) => -step).toReversed();
const BOTH_WAYS = [...BACKWARD, ...STEPS];

function contentKeys(content: Uint8Array): number[] {
  const keys: number[] = [];
  for (let key = 0; key < content.length; key++) if (content[key] === 1) keys.push(key);
  return keys;
}
