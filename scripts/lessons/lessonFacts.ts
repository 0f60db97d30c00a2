import { EXAMPLES } from '../../src/app/state/examples.ts';
import { groupsOf } from '../../src/app/shown/alikeGroups.ts';
import type { Curve } from '../../src/app/shown/curve.ts';
import type { Importance } from '../../src/core/study/importance.ts';
import { DEFAULT_TEXT } from '../../src/app/state/fields.ts';
import type { CombinedComparison } from '../../src/core/alike/combine.ts';
import { pairOf } from '../../src/core/alike/verdict.ts';
import { scoreOf } from '../../src/core/labels/report.ts';
import type { LabelId } from '../../src/core/labels/report.ts';
import { chipWords } from '../../src/core/labels/words.ts';
import { formatHead } from '../../src/core/selection.ts';
import { patternOf } from '../../src/core/tensor.ts';
import { Classroom, headNamed } from './classroom.ts';
import type { Read, Without } from './classroom.ts';

/** The sentences that the lessons are about. */
export const FIRST = DEFAULT_TEXT;
export const NO_ENGLISH = 'qx 7 zu 3 kp 9 wv 5 qx 7 zu 3 kp 9 wv 5';
export const CAT_AND_DOG = 'My cat saw my dog and my dog saw my cat.';

const ALONE = EXAMPLES.filter(({ isMeasured }) => isMeasured).map(({ text }) => text);
/** What "Fill in the examples" fills in, for a causal model and for a masked one. */
export const CAUSAL_LIST = ALONE.filter((text) => !text.includes('[MASK]'));
export const MASKED_LIST = ALONE;

/** What a class has found out once it has done everything that the lessons say. */
export type LessonFacts = Awaited<ReturnType<typeof doLessons>>;

export async function doLessons() {
  const gpt = await Classroom.open('bookworm-gpt');
  const first = await gpt.importance([FIRST]);
  const list = await gpt.importance(CAUSAL_LIST);
  const bert = await Classroom.open('bookworm-bert');
  return {
    gpt,
    bert,
    first,
    list,
    curve: await gpt.curve('importance', [FIRST], first),
    random: await gpt.curve('random', [FIRST], first),
    listCurve: await gpt.curve('importance', CAUSAL_LIST, list),
    alike: await gpt.alike(CAUSAL_LIST),
    noEnglish: await gpt.without(NO_ENGLISH, 'L1H6,L2H3'),
    catAndDog: await gpt.without(CAT_AND_DOG, 'L0H6'),
  };
}

export function effectOn(importance: Importance, head: string): number {
  return importance.heads.find((one) => formatHead(one.head) === head)?.effect ?? Number.NaN;
}

/** Heads without which the loss does not rise. */
export function notMissed({ heads }: Importance): number {
  return heads.filter(({ effect }) => effect <= 0).length;
}

/** Heads from the most important on. */
export function byImportance({ heads }: Importance): readonly string[] {
  return heads.toSorted((a, b) => b.effect - a.effect).map(({ head }) => formatHead(head));
}

/** The loss on a curve when so many heads are gone; NaN where it has no point. */
export function lossWithout({ series }: Curve, nRemoved: number): number {
  return series.points.find((point) => point.nRemoved === nRemoved)?.value ?? Number.NaN;
}

/** The lower edge of a curve's band. */
export function bestWithout({ series }: Curve, nRemoved: number): number {
  return series.points.find((point) => point.nRemoved === nRemoved)?.low ?? Number.NaN;
}

/** How many heads are gone when a head is gone in every order of a curve. */
export function goneInAll({ draws }: Curve, head: string): number {
  return Math.max(
    ...draws.map((sets) => sets.findIndex(({ variant }) => variant.heads.some((one) => formatHead(one) === head)) + 1),
  );
}

export function nGroups(comparison: CombinedComparison, tau: number): number {
  return groupsOf(comparison, 'all', tau).length;
}

export function distance(comparison: CombinedComparison, a: string, b: string): number {
  return pairOf(comparison, headNamed(a), headNamed(b)).distance;
}

export function labelOf({ reports }: Pick<Read, 'reports'>, head: string): LabelId | null {
  return reports.find((report) => formatHead(report) === head)?.strongest ?? null;
}

/** What the chip of a head says, in the page's own words; a head without a label says nothing. */
export function saidOf({ reports }: Pick<Read, 'reports'>, head: string): string {
  const report = reports.find((one) => formatHead(one) === head);
  if (!report?.strongest) return '';
  return chipWords(scoreOf(report, report.strongest), report.lean).says;
}

/** "21 of 35 predictions change": the two numbers. */
export function flips({ effect }: Without): readonly [number, number] {
  return [effect.summary.nFlips, effect.summary.nPositions];
}

/** The loss before and after. */
export function losses({ effect }: Without): readonly [number, number] {
  return [effect.summary.lossBefore, effect.summary.lossAfter];
}

/** Heads from the one whose pattern changes most on: half the sum of the changes, averaged over rows. */
export function byChange({ before, after }: Without): readonly string[] {
  const [was, is] = [before.attention[0], after.attention[0]];
  if (!was || !is) return [];
  const heads = Array.from({ length: was.nLayers * was.nHeads }, (_, at) => ({
    layer: Math.floor(at / was.nHeads),
    head: at % was.nHeads,
  }));
  const change = heads.map((head) => {
    const [a, b] = [patternOf(was, head), patternOf(is, head)];
    return a.reduce((sum, weight, cell) => sum + Math.abs(weight - (b[cell] ?? 0)), 0);
  });
  return heads
    .map((head, at) => ({ name: formatHead(head), change: change[at] ?? 0 }))
    .toSorted((a, b) => b.change - a.change)
    .map(({ name }) => name);
}
