import { LABEL_WORDS } from '../core/labels/words.ts';
import { LABEL_IDS, scoreOf } from '../core/labels/report.ts';
import type { HeadReport, LabelId } from '../core/labels/report.ts';
import { formatHead } from '../core/selection.ts';
import type { HeadRef } from '../core/selection.ts';
import type { AttentionTensor } from '../core/tensor.ts';
import type { HeadTag } from '../views/HeadGrid/HeadGrid.tsx';
import type { SortKey } from './state.ts';

/** The strongest label of each head in the words of a grid cell, by `L3H7`. */
export function headTags(reports: readonly HeadReport[]): ReadonlyMap<string, HeadTag> {
  return new Map(reports.map((report) => [formatHead(report), tagOf(report)]));
}

const SINKS: readonly LabelId[] = ['delimiter', 'first'];

function tagOf(report: HeadReport): HeadTag {
  const { strongest } = report;
  if (strongest === null) return { label: null, text: 'too short', name: 'too short to tell', score: '' };
  const words = LABEL_WORDS[strongest];
  const score = scoreOf(report, strongest);
  const offset = score.offset === undefined ? '' : ` ${score.offset < 0 ? '−' : '+'}${Math.abs(score.offset)}`;
  const isSink = words.glyph === 'column' || strongest === 'resting';
  const alsoSink = !isSink && SINKS.some((sink) => scoreOf(report, sink).status === 'assigned');
  return {
    label: strongest,
    text: `${words.short}${offset}`,
    name: `${words.name}${offset}${alsoSink ? ' and sink' : ''}`,
    score: Number.isFinite(score.score) ? score.score.toFixed(2) : '',
  };
}

/** How many heads have each label assigned, in the labels' own order, so that typing does not shuffle them. */
export function labelCounts(reports: readonly HeadReport[]): readonly (readonly [LabelId, number])[] {
  const counts = new Map<LabelId, number>();
  for (const { labels } of reports) {
    for (const { label, status } of labels) if (status === 'assigned') counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return LABEL_IDS.flatMap((label) => (counts.has(label) ? [[label, counts.get(label) ?? 0] as const] : []));
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
