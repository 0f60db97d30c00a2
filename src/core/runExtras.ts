import type { Ablation, MeanOver } from './ablation/ablation.ts';
import type { AskSide } from './ask/answers.ts';
import type { HeadComparison } from './alike/comparison.ts';
import type { Effect, Objective } from './effect/effect.ts';
import type { Logits } from './run.ts';
import type { HeadRef } from './selection.ts';
import type { HeadNote } from './notes/notes.ts';
import type { InputLabels } from './study/labelsOver.ts';
import type { Measured, NoiseFloor, Refused } from './study/results.ts';
import type { AttentionKind, AttentionTensor } from './tensor.ts';

/** The run once more with heads turned down. `attention` and `logits` have the shapes of the run's own. */
export type AblatedPart = {
  readonly ablation: Ablation;
  /** Null in every other mode than `mean`, and where a file does not say. */
  readonly meanOver: MeanOver | null;
  readonly attention: readonly AttentionTensor[];
  readonly logits: Logits | null;
  /** Null while it is on its way. */
  readonly effect: Effect | null;
  /** Readable text, as `Token.text`, of the effect's candidates and targets by id; an id without text is missing. */
  readonly words: ReadonlyMap<number, string>;
};

/** Questions that take many passes. */
export const STUDY_PURPOSES = [
  'importance',
  'curve-importance',
  'curve-own',
  'curve-random',
  'interaction',
  'fidelity',
] as const;
export type StudyPurpose = (typeof STUDY_PURPOSES)[number];

/** What a model is given, in one word; of several there is an "s" more. */
export const THINGS = ['sentence', 'picture', 'sound'] as const;
export type Thing = (typeof THINGS)[number];

/** What was measured over many passes: each result is one variant on one text. */
export type StudyPart = {
  readonly purpose: StudyPurpose;
  readonly texts: readonly string[];
  /** What each of them is: a picture stands there by its name. Missing for sentences. */
  readonly thing?: Thing;
  /** `done`: whatever could be measured has been, which may be less than every variant on every text. */
  readonly status: 'done' | 'stopped';
  /** What the effects were measured on; null where the page did not know it. */
  readonly objective: Objective | null;
  /** Null before the first result. */
  readonly floor: NoiseFloor | null;
  readonly variants: readonly Ablation[];
  readonly results: readonly Measured[];
  readonly refused: readonly Refused[];
  /** What each head is called on each text that was labelled; missing in files of before. */
  readonly labels?: readonly InputLabels[];
};

/** How alike the heads of one stack look over some texts: means over these. */
export type AlikePart = {
  readonly kind: AttentionKind;
  readonly texts: readonly string[];
  /** As of `StudyPart`. */
  readonly thing?: Thing;
  /** Texts among these that tell how alike heads look; null where a file does not say. */
  readonly nTexts: number | null;
  /** The same on content keys. */
  readonly nContentTexts: number | null;
  readonly comparison: HeadComparison;
};

/** What it costs that some whole layers of one stack have one head, the average of theirs; all heads of them are in the ablation. */
export type OneHeadPart = {
  readonly ablation: Ablation;
  /** Null where it is not measured. */
  readonly effect: Effect | null;
  /** As of `AblatedPart`. */
  readonly words: ReadonlyMap<number, string>;
};

/** What a person looked at when a run was saved: heads are places in the stack. */
export type LookedAt = {
  readonly kind: AttentionKind;
  /** In the order in which they stood. */
  readonly pinned: readonly HeadRef[];
  /** The asked word, and whether its row (where it looks) or its column (who looks at it) was lit; null for none. */
  readonly asked: { readonly position: number; readonly from: AskSide } | null;
};

/** What was worked out beside a run. */
export type RunExtras = {
  readonly ablated: AblatedPart | null;
  /** Each layer that is drawn as one head, and all of them together. */
  readonly oneHead: readonly OneHeadPart[];
  readonly studies: readonly StudyPart[];
  readonly alike: readonly AlikePart[];
  /** What a person has written of heads; missing where nothing is. */
  readonly notes?: readonly HeadNote[];
  /** Missing in files of before. */
  readonly lookedAt?: LookedAt;
};

export const NO_EXTRAS: RunExtras = { ablated: null, oneHead: [], studies: [], alike: [] };
