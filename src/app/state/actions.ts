import type { ErrorInfo } from '../../core/errors.ts';
import type { HeadReport, LabelId } from '../../core/labels/report.ts';
import type { ModelRun } from '../../core/run.ts';
import type { RunExtras } from '../../core/runExtras.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { CachedModel, Notice } from '../../inference/protocol.ts';
import type { AblationAction } from './ablated.ts';
import type { SavedSet } from './savedSets.ts';
import type { LoadAction } from './modelState.ts';
import type { View } from './state.ts';
import type { StudyAction } from './studies.ts';

/** Everything that can happen to the app's state. */
export type Action =
  | AblationAction
  | LoadAction
  | StudyAction
  | { readonly type: 'viewChanged'; readonly change: Partial<View> }
  | { readonly type: 'viewRestored'; readonly view: View }
  | { readonly type: 'headPinned'; readonly head: HeadRef }
  | { readonly type: 'headUnpinned'; readonly head: HeadRef }
  | { readonly type: 'pinActivated'; readonly index: number }
  | { readonly type: 'labelSelected'; readonly label: LabelId | null }
  | { readonly type: 'runWanted'; readonly runId: number }
  /** `extras`: what a recording holds beside its run. */
  | { readonly type: 'runArrived'; readonly run: ModelRun; readonly extras?: RunExtras | null }
  | { readonly type: 'labelsArrived'; readonly runId: number; readonly reports: readonly HeadReport[] }
  | { readonly type: 'labelsFailed'; readonly runId: number; readonly error: ErrorInfo }
  | { readonly type: 'runFailed'; readonly runId: number; readonly error: ErrorInfo }
  | { readonly type: 'cachedListed'; readonly models: readonly CachedModel[] }
  | { readonly type: 'listingChanged'; readonly listing: number | null }
  | { readonly type: 'imageChosen'; readonly name: string }
  | { readonly type: 'noticeRaised'; readonly notice: Notice }
  | { readonly type: 'noticeDismissed'; readonly notice: Notice }
  | { readonly type: 'setsChanged'; readonly sets: readonly SavedSet[]; readonly isKept: boolean };
