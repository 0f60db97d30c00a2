import type { HeadReport, LabelId } from '../../../core/labels/report.ts';
import type { HeadRef } from '../../../core/selection.ts';

/** Labels that say little at a first look: shown only if nothing else is there. */
const DULL: ReadonlySet<LabelId> = new Set([
  'heterogeneous',
  'broad',
  'uniform',
  'resting',
  'delimiter',
  'first',
  'self',
]);

/**
 * Two heads worth a first look: those with the clearest labels, of different kinds where the model has them.
 * Empty when the sentence is too short for labels.
 */
export function suggestedHeads(reports: readonly HeadReport[]): readonly HeadRef[] {
  const rated = reports
    .filter((report) => report.strongest !== null)
    .map((report) => {
      const label = report.strongest ?? 'heterogeneous';
      const share = report.labels.find((score) => score.label === label)?.share ?? 0;
      return { report, label, rate: (Number.isFinite(share) ? share : 0) - (DULL.has(label) ? 1 : 0) };
    })
    .toSorted((a, b) => b.rate - a.rate);
  const first = rated[0];
  if (first === undefined) return [];
  const second = rated.find((other) => other.label !== first.label) ?? rated[1];
  return [first, ...(second === undefined ? [] : [second])].map(({ report }) => ({
    layer: report.layer,
    head: report.head,
  }));
}
