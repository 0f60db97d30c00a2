import type { HeadReport, LabelId } from '../../core/labels/report.ts';
import type { Piece } from '../../core/patchAxes.ts';
import type { HeadTag } from '../../views/parts/headTag.ts';
import { dimmedHeads, headTags } from './headTags.ts';

const NO_TAGS: ReadonlyMap<string, HeadTag> = new Map();
const NONE: ReadonlySet<string> = new Set();

/** The labels of the grid, none while they are on their way; `basis` is what they are of where that is not where heads look. */
export function shownTags(
  reports: readonly HeadReport[] | null,
  piece: Piece,
  basis = '',
): ReadonlyMap<string, HeadTag> {
  if (reports === null) return NO_TAGS;
  const tags = headTags(reports, piece);
  return basis === ''
    ? tags
    : new Map(Array.from(tags, ([head, tag]) => [head, { ...tag, name: `${tag.name}, ${basis}` }] as const));
}

/** The heads that filter and least score pass over; none without labels. */
export function shownDimmed(
  reports: readonly HeadReport[] | null,
  filter: LabelId | null,
  minScore: number,
): ReadonlySet<string> {
  return reports === null || (filter === null && minScore === 0) ? NONE : dimmedHeads(reports, filter, minScore);
}
