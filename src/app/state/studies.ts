import type { ErrorInfo } from '../../core/errors.ts';
import type { HeadComparison } from '../../core/alike/comparison.ts';
import type { Objective } from '../../core/effect/effect.ts';
import type { StudyPurpose } from '../../core/runExtras.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { Measured, MeasurePlan, NoiseFloor, Refused, ToldOf } from '../../inference/protocol.ts';

/** Questions that take many passes. Each keeps its last answer; only one is under way at a time. */
export type MeasurePurpose = StudyPurpose;

/** What a study rests on: the sentence on screen when it began, or a list. */
export type Basis = { readonly kind: 'sentence' | 'list'; readonly texts: readonly string[] };

/** The number of every study out of a file, which does not say when it was made; those that a person begins count from 1. */
export const RECORDED_ID = 0;

type StudyStatus = 'running' | 'paused' | 'done' | 'stopped' | 'failed';

type StudyOf = {
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
  /** What was measured, in a study of a recording; left out where the model that is there tells it. */
  readonly objective?: Objective;
};

/** Distances of all pairs of heads, input by input. */
export type AlikeStudy = StudyOf & {
  readonly purpose: 'alike';
  /** By input, then by stack; inputs come in order. */
  readonly comparisons: readonly (readonly { readonly kind: AttentionKind; readonly comparison: HeadComparison }[])[];
};

export type Study = MeasureStudy | AlikeStudy;

/** The sentences that a person pasted, and whether studies are to rest on them. */
export type Sentences = {
  readonly isList: boolean;
  readonly list: string;
  /** Why no study could be begun on them. */
  readonly error: ErrorInfo | null;
};

export type Studies = {
  readonly measured: Readonly<Partial<Record<MeasurePurpose, MeasureStudy>>>;
  readonly alike: AlikeStudy | null;
  /** Studies of a label that are done, the newest of each head, label and sentence: `measured` keeps only the last. */
  readonly tried: readonly MeasureStudy[];
  readonly sentences: Sentences;
};

export const NO_STUDIES: Studies = {
  measured: {},
  alike: null,
  tried: [],
  sentences: { isList: false, list: '', error: null },
};

export type StudyAction =
  | {
      readonly type: 'measureStarted';
      readonly studyId: number;
      readonly purpose: MeasurePurpose;
      readonly plan: MeasurePlan;
      readonly basis: Basis;
    }
  | { readonly type: 'compareStarted'; readonly studyId: number; readonly basis: Basis }
  | { readonly type: 'studyPaused'; readonly studyId: number; readonly isPaused: boolean }
  | { readonly type: 'studyStopped'; readonly studyId: number }
  | ToldOf<'studyId'>
  | { readonly type: 'sentencesChanged'; readonly change: Partial<Sentences> };

/** What came of the studies; an answer to one that is over falls through. */
export function reduceStudies(studies: Studies, action: StudyAction): Studies {
  switch (action.type) {
    case 'measureStarted': {
      const { studyId, purpose, plan, basis } = action;
      const nTotal = plan.inputs.length * plan.variants.length;
      const study: MeasureStudy = {
        purpose,
        ...begun(studyId, basis, nTotal),
        plan,
        results: [],
        refused: [],
        floor: null,
        batch: 1,
      };
      const others = stopped(studies);
      return { ...others, measured: { ...others.measured, [purpose]: study } };
    }
    case 'compareStarted': {
      const { studyId, basis } = action;
      const alike: AlikeStudy = {
        purpose: 'alike',
        ...begun(studyId, basis, basis.texts.length),
        comparisons: [],
      };
      return { ...stopped(studies), alike };
    }
    case 'sentencesChanged':
      return { ...studies, sentences: { ...studies.sentences, error: null, ...action.change } };
    case 'measured': {
      const { results, refused, nDone, nTotal, floor, batch } = action;
      return withStudy(studies, action.studyId, (study) =>
        study.purpose === 'alike'
          ? study
          : {
              ...study,
              results: [...study.results, ...results],
              refused: [...study.refused, ...refused],
              nDone,
              nTotal,
              floor,
              batch,
            },
      );
    }
    case 'compared': {
      const { comparisons, nDone, nTotal } = action;
      return withStudy(studies, action.studyId, (study) =>
        study.purpose === 'alike'
          ? { ...study, comparisons: [...study.comparisons, comparisons], nDone, nTotal }
          : study,
      );
    }
    case 'studyPaused':
      return withStudy(studies, action.studyId, (study) => ({
        ...study,
        status: action.isPaused ? 'paused' : 'running',
      }));
    case 'studyStopped':
      return withStudy(studies, action.studyId, (study) => ({ ...study, status: 'stopped' }));
    case 'study-done':
      return withTried(
        withStudy(studies, action.studyId, (study) => ({ ...study, status: 'done' })),
        action.studyId,
      );
    case 'study-failed':
      return withStudy(studies, action.studyId, (study) => ({ ...study, status: 'failed', error: action.error }));
  }
}

/** A study of a label that is done, beside those before it. */
function withTried(studies: Studies, studyId: number): Studies {
  const done = studies.measured.fidelity;
  if (done?.studyId !== studyId || done.status !== 'done' || studies.tried.includes(done)) return studies;
  const name = triedName(done);
  return { ...studies, tried: [...studies.tried.filter((one) => triedName(one) !== name), done] };
}

function triedName({ plan, basis }: MeasureStudy): string {
  return JSON.stringify([plan.variants, basis.texts]);
}

function begun(studyId: number, basis: Basis, nTotal: number): StudyOf {
  return { studyId, basis, status: 'running', nDone: 0, nTotal, error: null };
}

export function isUnderWay(study: Study | null | undefined): boolean {
  return study?.status === 'running' || study?.status === 'paused';
}

/** The study under way, or null. */
export function currentStudy(studies: Studies): Study | null {
  return all(studies).find(isUnderWay) ?? null;
}

/** All studies with the one under way ended: a new study or another model ends it. */
export function stopped(studies: Studies): Studies {
  const current = currentStudy(studies);
  return current === null ? studies : withStudy(studies, current.studyId, (study) => ({ ...study, status: 'stopped' }));
}

function all({ measured, alike }: Studies): readonly Study[] {
  return [...Object.values(measured), ...(alike === null ? [] : [alike])];
}

/** The studies with the one of this id changed, if it is still under way. */
function withStudy(studies: Studies, studyId: number, change: (study: Study) => Study): Studies {
  const study = all(studies).find((one) => one.studyId === studyId);
  if (study === undefined || !isUnderWay(study)) return studies;
  const next = change(study);
  return next.purpose === 'alike'
    ? { ...studies, alike: next }
    : { ...studies, measured: { ...studies.measured, [next.purpose]: next } };
}
