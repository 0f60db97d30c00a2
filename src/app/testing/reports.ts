import { LABEL_IDS } from '../../core/labels/report.ts';
import type { HeadReport, LabelId, LabelScore } from '../../core/labels/report.ts';

const ABSENT: Omit<LabelScore, 'label'> = {
  status: 'absent',
  score: 0,
  chance: 0,
  chance95: 0.1,
  share: 0,
  raw: 0,
  rawChance: 0,
  coverage: 1,
  rows: 8,
  z: 0,
  gates: [],
};

/** A report with the given labels assigned, the first of them the strongest; all other labels are absent. */
export function makeReport(
  layer: number,
  head: number,
  assigned: readonly (Partial<LabelScore> & { readonly label: LabelId })[],
  stats: Partial<HeadReport['stats']> = {},
): HeadReport {
  return {
    kind: 'decoder',
    layer,
    head,
    labels: LABEL_IDS.map((label) => {
      const given = assigned.find((score) => score.label === label);
      return given === undefined ? { ...ABSENT, label } : { ...ABSENT, status: 'assigned', ...given };
    }),
    strongest: assigned[0]?.label ?? null,
    stats: {
      entropyNats: 1,
      entropyRatio: 0.5,
      effectiveKeys: Math.E,
      confidence: 0.5,
      sinkMass: 0.25,
      meanDistance: 2,
      meanDistanceUniform: 3,
      maxWeight: 0.9,
      argmaxOffset: -1,
      argmaxAgreement: 0.5,
      ...stats,
    },
  };
}
