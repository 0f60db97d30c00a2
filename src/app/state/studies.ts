import type { ErrorInfo } from '../../core/errors.ts';
import type { HeadComparison } from '../../core/alike/comparison.ts';
import type { Objective } from '../../core/effect/effect.ts';
import type { StudyPurpose, Thing } from '../../core/runExtras.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { WordSums } from '../../core/words/wordSums.ts';
import type { ClassScore } from '../../core/study/importance.ts';
import type { InputLabels } from '../../core/study/labelsOver.ts';
import type { Measured, NoiseFloor, Refused, StudyStatus } from '../../core/study/results.ts';
import type { MeasurePlan } from '../../inference/protocol.ts';

/** Questions that take many passes. Each keeps its last answer; only one is under way at a time. */
export type MeasurePurpose = StudyPurpose;

/** What a study rests on: the sentence or picture on screen when it began, a list of sentences, the held-out pictures beside the model, or sentences that come with the page. */
export type Basis = {
  readonly kind: 'sentence' | 'list' | 'held-out' | 'shipped';
  /** A picture stands here by its name. */
  readonly texts: readonly string[];
  /** What each of them is. */
  readonly thing: Thing;
  /** The name of the picture that the text on screen was held against; left out for a model that reads one of the two. */
  readonly picture?: string;
};

/** The number of every study out of a file, which does not say when it was made; those that a person begins count from 1. */
export const RECORDED_ID = 0;

/** What studies of every kind have. */
export type StudyOf = {
  readonly studyId: number;
  readonly basis: Basis;
  readonly status: StudyStatus;
  readonly nDone: number;
  readonly nTotal: number;
  readonly error: ErrorInfo | null;
};

/** Variants measured on inputs; results in the order in which they came. */
export type MeasureStudy = StudyOf & {
  readonly purpose: MeasurePurpose;
  readonly plan: MeasurePlan;
  readonly results: readonly Measured[];
  /** What could not be measured, and why. */
  readonly refused: readonly Refused[];
  /** Null until the first result. */
  readonly floor: NoiseFloor | null;
  /** Variants that went through the model together. */
  readonly batch: number;
  /** Labels of the heads on each input, where inputs are several; left out in a study of a recording. */
  readonly labels?: readonly InputLabels[];
  /** What was measured, in a study of a recording; left out where the model that is there tells it. */
  readonly objective?: Objective;
};

/** Distances of all pairs of heads, input by input. */
export type AlikeStudy = StudyOf & {
  readonly purpose: 'alike';
  /** By input, then by stack; inputs come in order. */
  readonly comparisons: readonly (readonly { readonly kind: AttentionKind; readonly comparison: HeadComparison }[])[];
};

/** What each head gives to some words, sentence by sentence. */
export type WordsStudy = StudyOf & {
  readonly purpose: 'words';
  /** As the view had them when it began. */
  readonly words: string;
  /** By input, then by stack; inputs come in order. */
  readonly found: readonly (readonly { readonly kind: AttentionKind; readonly sums: WordSums }[])[];
};

export type Study = MeasureStudy | AlikeStudy | WordsStudy;

/** What studies are to rest on, if not on what is on screen, and what they are told by. */
export type Sentences = {
  /** Whether they rest on the list: pasted sentences, or the held-out pictures beside a model of pictures. */
  readonly isList: boolean;
  /** Whether a question about words does, in place of the sentences that come with the page: another choice, of the same list. */
  readonly isWordsList: boolean;
  readonly list: string;
  /** The held-out pictures that lie at this address, by name; null until they are there. */
  readonly heldOut: { readonly url: string; readonly names: readonly string[] } | null;
  /** Where the true classes are known. */
  readonly by: ClassScore;
  /** Why no study could be begun on them. */
  readonly error: ErrorInfo | null;
  /** Why no words could be looked for. */
  readonly wordsError: ErrorInfo | null;
};

export type Studies = {
  readonly measured: Readonly<Partial<Record<MeasurePurpose, MeasureStudy>>>;
  readonly alike: AlikeStudy | null;
  readonly words: WordsStudy | null;
  /** Studies of a label that are done, the newest of each head, label and sentence: `measured` keeps only the last. */
  readonly tried: readonly MeasureStudy[];
  readonly sentences: Sentences;
};

export const NO_STUDIES: Studies = {
  measured: {},
  alike: null,
  words: null,
  tried: [],
  sentences: { isList: false, isWordsList: false, list: '', heldOut: null, by: 'loss', error: null, wordsError: null },
};

export function isUnderWay(study: Study | null | undefined): boolean {
  return study?.status === 'running' || study?.status === 'paused';
}

/** The study under way, or null. */
export function currentStudy(studies: Studies): Study | null {
  return allStudies(studies).find(isUnderWay) ?? null;
}

export function allStudies({ measured, alike, words }: Studies): readonly Study[] {
  return [...Object.values(measured), ...[alike, words].filter((one) => one !== null)];
}
