import type { LabelId } from '../../core/labels/report.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { Notice, Told } from '../../inference/protocol.ts';
import type { AblationAction } from './ablated.ts';
import type { SavedSet } from './savedSets.ts';
import type { LoadAction } from './modelState.ts';
import type { View } from './state.ts';
import type { StudyAction } from './studies.ts';

/** Everything that can happen to the app's state: what the worker says, word for word, and what people and the page do. */
export type Action =
  | Told
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
  | { readonly type: 'listingChanged'; readonly listing: number | null }
  | { readonly type: 'imageChosen'; readonly name: string }
  | { readonly type: 'noticeRaised'; readonly notice: Notice }
  | { readonly type: 'noticeDismissed'; readonly notice: Notice }
  | { readonly type: 'setsChanged'; readonly sets: readonly SavedSet[]; readonly isKept: boolean };
