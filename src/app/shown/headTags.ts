import { chipWords, LABEL_WORDS, ofPiece } from '../../core/labels/words.ts';
import { ALL_LABEL_IDS, scoreOf } from '../../core/labels/report.ts';
import type { HeadReport, LabelId } from '../../core/labels/report.ts';
import type { Piece } from '../../core/patchAxes.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import type { HeadTag } from '../../views/parts/headTag.ts';
import type { SortKey } from '../state/view.ts';

const tagged = new WeakMap<readonly HeadReport[], Map<Piece, ReadonlyMap<string, HeadTag>>>();

/** The words of each head's chip, by `L3H7`, of keys that are such pieces; worked out once for all that shows them. */
export function headTags(reports: readonly HeadReport[], piece: Piece): ReadonlyMap<string, HeadTag> {
  const known = tagged.get(reports) ?? new Map<Piece, ReadonlyMap<string, HeadTag>>();
  tagged.set(reports, known);
  const tags = known.get(piece) ?? new Map(reports.map((report) => [formatHead(report), tagOf(report, piece)]));
  known.set(piece, tags);
  return tags;
}

/** Labels of resting places: a head has one chip for them, whichever of them it has. */
const SINKS: readonly LabelId[] = ['delimiter', 'first', 'resting'];

function tagOf(report: HeadReport, piece: Piece): HeadTag {
  const { strongest } = report;
  if (strongest === null) {
    return { label: null, ...TOO_SHORT, score: '' };
  }
  const score = scoreOf(report, strongest);
  const words = wordsOfPiece(chipWords(score, report.lean), piece);
  const isSink = LABEL_WORDS[strongest].glyph === 'column' || SINKS.includes(strongest);
  const alsoSink = !isSink && SINKS.some((sink) => hasLabel(report, sink));
  return {
    label: strongest,
    ...words,
    ...(alsoSink ? { says: `${words.says}, and rests`, name: `${words.name} and sink` } : {}),
    score: Number.isFinite(score.score) ? score.score.toFixed(2) : '',
  };
}

function wordsOfPiece(
  { says, chip, short, name }: ReturnType<typeof chipWords>,
  piece: Piece,
): ReturnType<typeof chipWords> {
  const say = (words: string): string => ofPiece(words, piece);
  return { says: say(says), chip: say(chip), short: say(short), name: say(name) };
}

/** What is said of a head in place of a label where the text is too short for any. */
export const TOO_SHORT = {
  says: 'too short to tell',
  chip: 'too short',
  short: 'short',
  name: 'too short to tell',
} as const;

/**
 * How many heads have each label assigned, in the labels' own order, so that typing does not shuffle them. A head counts under each
 * of its labels, but rests once: of the labels for sinks under one alone, and under none that is made of two others. One that is
 * filtered by stays in the list.
 */
export function labelCounts(
  reports: readonly HeadReport[],
  filter: LabelId | null = null,
): readonly (readonly [LabelId, number])[] {
  return ALL_LABEL_IDS.flatMap((label) => {
    const own = reports.filter((report) => countsUnder(report, label)).length;
    const count = own === 0 && label === filter ? reports.filter((report) => hasLabel(report, label)).length : own;
    return count === 0 ? [] : [[label, count] as const];
  });
}

/** How many heads have a label of the list, and how many of these count under more than one. */
export function countedHeads(reports: readonly HeadReport[]): { readonly nHeads: number; readonly nMany: number } {
  const counts = reports.map((report) => ALL_LABEL_IDS.filter((label) => countsUnder(report, label)).length);
  return { nHeads: counts.filter((n) => n > 0).length, nMany: counts.filter((n) => n > 1).length };
}

function hasLabel(report: HeadReport, label: LabelId): boolean {
  return report.labels.some((score) => score.label === label && score.status === 'assigned');
}

function countsUnder(report: HeadReport, label: LabelId): boolean {
  if (label === 'vertical+diagonal') return false;
  return SINKS.includes(label) ? sinkOf(report) === label : hasLabel(report, label);
}

/** The one label that says where a head rests: that of its chip, the sink with the larger share, or that it rests; null for none. */
function sinkOf(report: HeadReport): LabelId | null {
  if (report.strongest !== null && SINKS.includes(report.strongest)) return report.strongest;
  const share = (label: LabelId): number => scoreOf(report, label).share;
  const [delimiter, first] = [hasLabel(report, 'delimiter'), hasLabel(report, 'first')];
  if (delimiter && first) return share('first') > share('delimiter') ? 'first' : 'delimiter';
  if (delimiter || first) return delimiter ? 'delimiter' : 'first';
  return hasLabel(report, 'resting') ? 'resting' : null;
}

/** Heads that a filter passes over, by `L3H7`. */
export function dimmedHeads(
  reports: readonly HeadReport[],
  filter: LabelId | null,
  minScore: number,
): ReadonlySet<string> {
  // Where no head counts under the label, as an old link may ask, those are meant that have it all the same.
  const hasOwn = filter !== null && reports.some((report) => countsUnder(report, filter));
  const isMeant = hasOwn ? countsUnder : hasLabel;
  const passes = (report: HeadReport): boolean => {
    // First: reports of the other kind of attention have no entry for the label.
    if (filter !== null && !isMeant(report, filter)) return false;
    const label = filter ?? report.strongest;
    const score = label === null ? null : scoreOf(report, label);
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
