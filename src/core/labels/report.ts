import type { AttentionKind } from '../tensor.ts';

/** Names of the labels of self-attention, as in links and exports; the words for people are in words.ts. */
export const LABEL_IDS = [
  'previous',
  'next',
  'self',
  'offset',
  'local',
  'delimiter',
  'first',
  'punctuation',
  'vertical',
  'same_token',
  'induction',
  'block',
  'long_range',
  'broad',
  'uniform',
  'resting',
  'vertical+diagonal',
  'heterogeneous',
] as const;

// Those of cross-attention, in the order in which `labelCross` gives them, whose rows and columns are two sequences.
const CROSS_LABEL_IDS = ['aligned', 'delimiter', 'vertical', 'broad', 'uniform', 'resting', 'heterogeneous'] as const;

export type LabelId = (typeof LABEL_IDS)[number] | (typeof CROSS_LABEL_IDS)[number];

/** Every name once, in the order in which labels are listed. */
export const ALL_LABEL_IDS: readonly LabelId[] = ['aligned', ...LABEL_IDS];

/** assigned: every gate holds. implied: explained away by `impliedBy`. hint: the score is near, one gate fails. */
export type LabelStatus = 'assigned' | 'implied' | 'hint' | 'absent' | 'not-assessable';

/** Why a label could not be judged; never the same as absent. */
export type NotAssessable = 'too-short' | 'too-few-rows' | 'no-target' | 'low-coverage' | 'not-for-this-model';

/** One gate of a label's rule, with the number that stood at it. */
export type Gate = {
  readonly name: 'score' | 'share' | 'rows' | 'z' | 'coverage' | 'entropy' | 'chance' | 'odds' | 'segments' | 'columns';
  readonly needed: number;
  readonly got: number;
  readonly holds: boolean;
};

/** How one label fares on one head. Numbers are NaN where there is nothing to measure. */
export type LabelScore = {
  readonly label: LabelId;
  readonly status: LabelStatus;
  /** kappa: 0 = no better than even attention, 1 = all that is possible (section 8.1); for broad and uniform an entropy ratio. */
  readonly score: number;
  /**
   * What `score` is under chance: 0 for every kappa; the expectation over random rows for broad and uniform; the sink mass
   * of even attention for resting and vertical+diagonal, whose score is the sink mass.
   */
  readonly chance: number;
  /** The score that 19 of 20 heads with randomly placed weights stay below. */
  readonly chance95: number;
  /** Share of the head's attention that the label accounts for: score x coverage. */
  readonly share: number;
  /** Mean attention on the target cells as it stands, and what even attention would put there. */
  readonly raw: number;
  readonly rawChance: number;
  readonly coverage: number;
  readonly rows: number;
  readonly z: number;
  readonly gates: readonly Gate[];
  readonly impliedBy?: LabelId;
  readonly reason?: NotAssessable;
  /** offset: key position minus query position of the best diagonal. */
  readonly offset?: number;
  /** vertical: the position of the column. delimiter: of the special token that takes most, where its kind takes two thirds or more. */
  readonly column?: number;
  /** The text of the token at `column`; of aligned, what is followed where it is no text. */
  readonly word?: string;
  /** punctuation: p of the column permutation test; above 0.05 it may be one popular column. */
  readonly columnP?: number;
};

/** Figures of a head that are no label; formulas in docs/metrics.md. Entropy in nats. */
export type HeadStats = {
  readonly entropyNats: number;
  readonly entropyRatio: number;
  readonly effectiveKeys: number;
  readonly confidence: number;
  readonly sinkMass: number;
  readonly meanDistance: number;
  readonly meanDistanceUniform: number;
  readonly maxWeight: number;
  /** The relative position that most rows look at hardest, and the share of rows that do. */
  readonly argmaxOffset: number;
  readonly argmaxAgreement: number;
};

/** What a head without a clear pattern comes nearest to; its fields as in `LabelScore`. */
export type Lean = Pick<LabelScore, 'label' | 'offset' | 'column' | 'word'>;

/** Everything the labeller says of one head; `labels` holds one entry for each label that its kind of attention can have. */
export type HeadReport = {
  /** The stack the head is in; layers count from 0 within each. */
  readonly kind: AttentionKind;
  readonly layer: number;
  readonly head: number;
  readonly labels: readonly LabelScore[];
  /**
   * The label of the chip, null when the text is too short: of the assigned labels the one with the largest share, patterns
   * among the words before sinks, sinks before broad, uniform and resting; narrower labels before those that hold them.
   */
  readonly strongest: LabelId | null;
  /** Only beside broad and heterogeneous: the best that can be said of the head all the same. */
  readonly lean?: Lean;
  readonly stats: HeadStats;
};

/** The entry of one label. Throws RangeError for a report without it: of the other kind of attention, or none at all. */
export function scoreOf({ labels }: Pick<HeadReport, 'labels'>, label: LabelId): LabelScore {
  const found = labels.find((score) => score.label === label);
  if (found === undefined) throw new RangeError(`invalid report: no entry for ${label}`);
  return found;
}
