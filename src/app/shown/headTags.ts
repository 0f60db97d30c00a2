import { chipWords, LABEL_WORDS } from '../../core/labels/words.ts';
import { LABEL_IDS, scoreOf } from '../../core/labels/report.ts';
import type { HeadReport, LabelId } from '../../core/labels/report.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import type { HeadTag } from '../../views/parts/headTag.ts';
import type { SortKey } from '../state/view.ts';

const tagged = new WeakMap<readonly HeadReport[], ReadonlyMap<string, HeadTag>>();

/** The words of each head's chip, by `L3H7`; worked out once for all that shows them. */
export function headTags(reports: readonly HeadReport[]): ReadonlyMap<string, HeadTag> {
  const known = tagged.get(reports);
  if (known !== undefined) return known;
  const tags = new Map(reports.map((report) => [formatHead(report), tagOf(report)]));
  tagged.set(reports, tags);
  return tags;
}

/** Labels of resting places: a head has one chip for them, whichever of them it has. */
const SINKS: readonly LabelId[] = ['delimiter', 'first', 'resting'];

function tagOf(report: HeadReport): HeadTag {
  const { strongest } = report;
  if (strongest === null) {
    return { label: null, says: TOO_SHORT, chip: 'too short', short: 'short', name: TOO_SHORT, score: '' };
  }
  const score = scoreOf(report, strongest);
  const words = chipWords(score, report.lean);
  const isSink = LABEL_WORDS[strongest].glyph === 'column' || SINKS.includes(strongest);
  const alsoSink = !isSink && SINKS.some((sink) => scoreOf(report, sink).status === 'assigned');
  return {
    label: strongest,
    ...words,
    ...(alsoSink ? { says: `${words.says}, and rests`, name: `${words.name} and sink` } : {}),
    score: Number.isFinite(score.score) ? score.score.toFixed(2) : '',
  };
}

const TOO_SHORT = 'too short to tell';

/**
 * How many heads have each label assigned, in the labels' own order, so that typing does not shuffle them. Of the labels for
 * sinks those are left out whose heads all have another one of them, unless it is the one that is filtered by.
 */
export function labelCounts(
  reports: readonly HeadReport[],
  filter: LabelId | null = null,
): readonly (readonly [LabelId, number])[] {
  const heads = new Map<LabelId, ReadonlySet<HeadReport>>();
  for (const label of LABEL_IDS) {
    heads.set(label, new Set(reports.filter((report) => scoreOf(report, label).status === 'assigned')));
  }
  const headsOf = (label: LabelId): ReadonlySet<HeadReport> => heads.get(label) ?? new Set();
  const isCovered = (label: LabelId): boolean =>
    SINKS.some((other) => {
      const isLarger = headsOf(other).size > headsOf(label).size;
      const isEqual = headsOf(other).size === headsOf(label).size && SINKS.indexOf(other) < SINKS.indexOf(label);
      return (isLarger || isEqual) && [...headsOf(label)].every((head) => headsOf(other).has(head));
    });
  return LABEL_IDS.filter(
    (label) => headsOf(label).size > 0 && (label === filter || !SINKS.includes(label) || !isCovered(label)),
  ).map((label) => [label, headsOf(label).size] as const);
}

/** Heads that a filter passes over, by `L3H7`. */
export function dimmedHeads(
  reports: readonly HeadReport[],
  filter: LabelId | null,
  minScore: number,
): ReadonlySet<string> {
  const passes = (report: HeadReport): boolean => {
    const label = filter ?? report.strongest;
    const score = label === null ? null : scoreOf(report, label);
    if (filter !== null && score?.status !== 'assigned') return false;
    return minScore === 0 || (score !== null && score.score >= minScore);
  };
  return new Set(reports.filter((report) => !passes(report)).map(formatHead));
}

/** The heads in the rows of the grid: by layer as the model has them, or in the order of a score, best first. */
export function gridRows(
  { nLayers, nHeads, layerNumbers }: Pick<AttentionTensor, 'nLayers' | 'nHeads' | 'layerNumbers'>,
  sort: SortKey,
  reports: readonly HeadReport[] | null,
): readonly { readonly title: string; readonly heads: readonly HeadRef[] }[] {
  const all = Array.from({ length: nLayers * nHeads }, (_, i) => ({ layer: Math.floor(i / nHeads), head: i % nHeads }));
  if (sort === 'layer' || reports === null || reports.length === 0) {
    return Array.from({ length: nLayers }, (_, layer) => ({
      title: `L${layerNumbers?.[layer] ?? layer}`,
      heads: all.slice(layer * nHeads, (layer + 1) * nHeads),
    }));
  }
  const rank = sortRank(sort);
  const sorted = reports.toSorted((a, b) => rank(b) - rank(a)).map(({ layer, head }) => ({ layer, head }));
  return Array.from({ length: nLayers }, (_, row) => ({
    title: '',
    heads: sorted.slice(row * nHeads, (row + 1) * nHeads),
  }));
}

function sortRank(sort: Exclude<SortKey, 'layer'>): (report: HeadReport) => number {
  const finite = (value: number): number => (Number.isFinite(value) ? value : -1);
  const own = (report: HeadReport): number =>
    report.strongest === null ? -1 : finite(scoreOf(report, report.strongest).score);
  switch (sort) {
    case 'label':
      return (report) =>
        (report.strongest === null ? -1000 : -10 * Object.keys(LABEL_WORDS).indexOf(report.strongest)) + own(report);
    case 'score':
      return (report) => (report.strongest === 'heterogeneous' ? -1 : own(report));
    case 'entropy':
      return ({ stats }) => finite(stats.entropyNats);
    case 'distance':
      return ({ stats }) => finite(stats.meanDistance);
    case 'sink':
      return ({ stats }) => finite(stats.sinkMass);
  }
}
