import type { LabelId } from '../../core/labels/report.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { MeasurePlan, Notice, Told, ToldOf } from '../../inference/protocol.ts';
import type { SavedSet } from './savedSets.ts';
import type { Basis, MeasurePurpose, Sentences } from './studies.ts';
import type { View } from './view.ts';

/** What happens to a load, each named by its loadId: it begins, and the worker tells of it. */
export type LoadAction = { readonly type: 'loadStarted'; readonly loadId: number } | ToldOf<'loadId'>;

export type RunAction = { readonly type: 'runWanted'; readonly runId: number } | ToldOf<'runId'>;

export type AblationAction =
  | { readonly type: 'ablationWanted'; readonly ablateId: number }
  | ToldOf<'ablateId'>
  /** What is wanted again is what was answered last. */
  | { readonly type: 'ablationKept' };

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

/** What the page is asked to show. */
export type ViewAction =
  | { readonly type: 'viewChanged'; readonly change: Partial<View> }
  | { readonly type: 'viewRestored'; readonly view: View };

/** Which heads are large on screen, and which of their labels is explained. */
export type PinAction =
  | { readonly type: 'headPinned'; readonly head: HeadRef }
  | { readonly type: 'headUnpinned'; readonly head: HeadRef }
  | { readonly type: 'pinActivated'; readonly index: number }
  | { readonly type: 'labelSelected'; readonly label: LabelId | null };

export type NoticeAction =
  | { readonly type: 'noticeRaised'; readonly notice: Notice }
  | { readonly type: 'noticeDismissed'; readonly notice: Notice };

/** Everything that can happen to the app's state: what the worker says, word for word, and what people and the page do. */
export type Action =
  | Told
  | LoadAction
  | RunAction
  | AblationAction
  | StudyAction
  | ViewAction
  | PinAction
  | NoticeAction
  | { readonly type: 'listingChanged'; readonly listing: number | null }
  | { readonly type: 'imageChosen'; readonly name: string }
  | { readonly type: 'setsChanged'; readonly sets: readonly SavedSet[]; readonly isKept: boolean };
