import { hardestKey } from '../../stats/headStats.ts';
import { chanceReach } from '../chance.ts';
import { strongestOf } from '../chip.ts';
import { evennessOf } from '../evenness.ts';
import { gate, passes } from '../gates.ts';
import { NO_NUMBERS } from '../judgeTargets.ts';
import { judgeWhole } from '../judgeWhole.ts';
import type { PatternReport } from '../labelHead.ts';
import { bestLine, scoreColumns } from '../lines.ts';
import type { Gate, HeadStats, LabelId, LabelScore, Lean, NotAssessable } from '../report.ts';
import type { Pattern, RowSums } from '../rowSums.ts';
import { sumRows } from '../rowSums.ts';
import {
  ALIGNED,
  HINT_PART,
  MAX_COUNTED_ROWS,
  MIN_COVERAGE,
  MIN_TOKENS,
  minRows,
  NAMED_SPECIAL,
  ODDS,
  RULES,
} from '../rules.ts';
import { shuffleBound, shuffleTest } from '../shuffleTest.ts';
import { chanceLine } from '../skill.ts';
import type { Skill } from '../skill.ts';
import { compileTarget, scoreTarget } from '../targets.ts';
import type { Target } from '../targets.ts';
import type { Region } from '../regions.ts';
import { alignmentOf, shuffledRowsP } from './alignment.ts';
import type { CrossContext } from './crossContext.ts';

/** Labels of patterns that one stack of cross-attention is tried for: as many tries chance has. */
const N_JUDGED = 3;

/**
 * Labels one head of cross-attention: one entry for each label of it, always in the same order. Shape: pattern [query, key]; throws
 * RangeError for another size. Below 6 tokens on either side every label is not assessable. Formulas and thresholds: docs/metrics.md.
 */
export function labelCross(pattern: Pattern, context: CrossContext): PatternReport {
  const { queries, keys, all, content } = context;
  if (pattern.length !== queries.nTokens * keys.nTokens) {
    throw new RangeError(
      `invalid pattern: ${pattern.length} weights (${queries.nTokens} queries, ${keys.nTokens} keys)`,
    );
  }
  const surprises = Float64Array.from(pattern, (weight) => (weight > 0 ? -weight * Math.log(weight) : 0));
  const sums = { all: sumRows(pattern, surprises, all), content: sumRows(pattern, surprises, content) };
  const special = compileTarget(all, queries.content, (_, key) => keys.special[key]!);
  const sink = scoreTarget(pattern, special, sums.all);
  const targets = [
    judgeAligned(pattern, context),
    judgeDelimiter(pattern, context, special, sink),
    judgeVertical(pattern, context, sums.content),
  ];
  const whole = judgeWhole(
    {
      sink,
      broad: evennessOf(sums.content, content, queries.content),
      uniform: evennessOf(sums.all, all, queries.content),
    },
    targets,
  ).filter(({ label }) => label !== 'vertical+diagonal');
  const judged = [...targets, ...whole];
  const isShort = Math.min(queries.nReal, keys.nReal) < MIN_TOKENS;
  const labels = isShort ? judged.map(tooShort) : judged;
  const strongest = strongestOf(labels, keys);
  const lean = leanOf(strongest, labels);
  const stats = crossStats(pattern, context, sums.all, sink);
  return { labels, strongest, ...(lean && { lean }), stats };
}

function judgeAligned(pattern: Pattern, context: CrossContext): LabelScore {
  const label = 'aligned';
  const { isOrdered, what } = context;
  if (!isOrdered) return { ...NO_NUMBERS, label, status: 'not-assessable', reason: 'no-target', gates: [] };
  const found = alignmentOf(pattern, context);
  const share = found.score * found.coverage;
  const own = [
    gate('score', ALIGNED.score, found.score),
    gate('share', ALIGNED.share, share),
    gate('rows', ALIGNED.rows, found.rows),
  ];
  const gates = passes(own) ? [...own, gate('odds', ODDS * N_JUDGED, 1 / shuffledRowsP(found))] : own;
  return {
    ...NO_NUMBERS,
    label,
    score: found.score,
    chance: 0,
    chance95: chanceReach(0, 1) * found.deviation,
    share,
    coverage: found.coverage,
    rows: found.rows,
    z: found.z,
    gates,
    ...(what && { word: what }),
    ...statusOf(gates, ALIGNED, found),
  };
}

function judgeDelimiter(pattern: Pattern, context: CrossContext, target: Target, skill: Skill): LabelScore {
  const label = 'delimiter';
  if (!context.keys.special.includes(1)) {
    return { ...NO_NUMBERS, label, status: 'not-assessable', reason: 'no-target', gates: [] };
  }
  const gates = gatesOf(label, skill, context, () => oddsOf(pattern, skill, target, context.all, 1));
  return {
    ...numbersOf(label, skill, 1),
    ...namedSpecial(pattern, context, target),
    gates,
    ...statusOf(gates, RULES[label], skill),
  };
}

function judgeVertical(pattern: Pattern, context: CrossContext, sums: RowSums): LabelScore {
  const label = 'vertical';
  const { queries, keys, content } = context;
  const lines = [...keys.content.keys()].filter((key) => keys.content[key] === 1);
  const columns = scoreColumns(pattern, content, sums, queries.content, () => true);
  const { line, skill, nTried } = bestLine(columns, lines, minRows(label, queries.nReal));
  const gates = gatesOf(label, skill, context, () =>
    oddsOf(
      pattern,
      skill,
      compileTarget(content, queries.content, (_, key) => Number(key === line)),
      content,
      nTried,
    ),
  );
  return {
    ...numbersOf(label, skill, Math.max(1, nTried)),
    ...(Number.isNaN(line) ? {} : { column: line, word: keys.pieces[line]! }),
    gates,
    ...statusOf(gates, { ...RULES[label], rows: minRows(label, queries.nReal) }, skill),
  };
}

function gatesOf(
  label: 'delimiter' | 'vertical',
  skill: Skill,
  { queries }: CrossContext,
  odds: () => number,
): readonly Gate[] {
  const rule = RULES[label];
  const own = [
    gate('score', rule.score, skill.score),
    gate('share', rule.share, skill.score * skill.coverage),
    gate('rows', minRows(label, queries.nReal), skill.rows),
    gate('z', rule.z, skill.z),
  ];
  return passes(own) ? [...own, gate('odds', ODDS * N_JUDGED, odds())] : own;
}

/** How many shuffles of each row's weights it takes on average until one does as well. */
function oddsOf(pattern: Pattern, skill: Skill, target: Target, region: Region, nTried: number): number {
  const bound = shuffleBound(skill) * nTried;
  const isEnough = bound * ODDS * N_JUDGED <= 1 || skill.rows > MAX_COUNTED_ROWS;
  return 1 / (isEnough ? bound : shuffleTest(pattern, target, region).p * nTried);
}

function numbersOf(label: LabelId, skill: Skill, nTried: number) {
  const { score, coverage, raw, rawChance, rows, z } = skill;
  return {
    label,
    score,
    chance: Number.isNaN(score) ? NaN : 0,
    chance95: chanceLine(skill, nTried),
    share: score * coverage,
    raw,
    rawChance,
    coverage,
    rows,
    z,
  };
}

function statusOf(
  gates: readonly Gate[],
  rule: { readonly score: number; readonly rows: number },
  { score, coverage, rows }: Pick<Skill, 'score' | 'coverage' | 'rows'>,
): Pick<LabelScore, 'status'> & { readonly reason?: NotAssessable } {
  if (passes(gates)) return { status: 'assigned' };
  if (rows < rule.rows) return { status: 'not-assessable', reason: 'too-few-rows' };
  if (coverage < MIN_COVERAGE) return { status: 'not-assessable', reason: 'low-coverage' };
  return { status: score >= HINT_PART * rule.score ? 'hint' : 'absent' };
}

/** What tokens for silence at the end of a sound are called beside their second. */
const SILENCE = /, (silence)$/;

/** The special token that takes most, where tokens of its name hold two thirds of what lies on special ones. */
function namedSpecial(
  pattern: Pattern,
  { keys }: CrossContext,
  { cells }: Target,
): Pick<LabelScore, 'column' | 'word'> {
  const nKeys = keys.nTokens;
  const nameOf = (key: number): string => SILENCE.exec(keys.pieces[key]!)?.[1] ?? keys.pieces[key]!;
  const mass = new Float64Array(nKeys);
  let all = 0;
  for (const cell of cells) {
    mass[cell % nKeys]! += pattern[cell]!;
    all += pattern[cell]!;
  }
  const column = mass.indexOf(Math.max(...mass));
  const word = nameOf(column);
  const ofName = mass.reduce((sum, one, key) => sum + (keys.special[key] === 1 && nameOf(key) === word ? one : 0), 0);
  return all > 0 && ofName >= NAMED_SPECIAL * all ? { column, word } : {};
}

/** The best hint above its chance line, for heads of which else nothing could be said. */
function leanOf(strongest: LabelId | null, labels: readonly LabelScore[]): Lean | null {
  if (strongest !== 'broad' && strongest !== 'heterogeneous') return null;
  const hints = labels.filter(({ status, score, chance95 }) => status === 'hint' && score > chance95);
  const [best] = hints.toSorted((a, b) => b.share - a.share);
  if (best === undefined) return null;
  const { label, column, word } = best;
  return { label, ...(column === undefined ? {} : { column }), ...(word === undefined ? {} : { word }) };
}

function tooShort(score: LabelScore): LabelScore {
  return { ...score, status: 'not-assessable', reason: 'too-short' };
}

/** The figures of a head that are no label, over content rows and all keys; there is no distance from one sequence to another. */
function crossStats(pattern: Pattern, { queries, keys, all }: CrossContext, sums: RowSums, sink: Skill): HeadStats {
  const rows = [...queries.content.keys()].filter((query) => queries.content[query] === 1);
  const nKeys = keys.nTokens;
  const n = rows.length;
  const entropy = rows.reduce((sum, query) => sum + sums.surprise[query]!, 0) / n;
  const peaks = rows.map((query) => hardestKey(pattern, all.allowed, query, nKeys).weight);
  const peak = peaks.reduce((sum, weight) => sum + weight, 0) / n;
  return {
    entropyNats: entropy,
    entropyRatio: nKeys > 1 ? entropy / Math.log(nKeys) : NaN,
    effectiveKeys: Math.exp(entropy),
    confidence: nKeys > 1 ? (peak - 1 / nKeys) / (1 - 1 / nKeys) : NaN,
    sinkMass: keys.special.includes(1) ? sink.raw : n > 0 ? 0 : NaN,
    meanDistance: NaN,
    meanDistanceUniform: NaN,
    maxWeight: n > 0 ? Math.max(...peaks) : NaN,
    argmaxOffset: NaN,
    argmaxAgreement: NaN,
  };
}
