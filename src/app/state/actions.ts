import type { Ablation } from '../../core/ablation/ablation.ts';
import type { TimingPlan } from '../../core/cost/headTimes.ts';
import type { ErrorInfo } from '../../core/errors.ts';
import type { InsideQuestion } from '../../core/inside/questions.ts';
import type { LabelId } from '../../core/labels/report.ts';
import type { Trained } from '../../core/study/readTrained.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { CachedModel, MeasurePlan, Notice, Told, ToldOf } from '../../inference/protocol.ts';
import type { AskedFile, Saving } from './askedFile.ts';
import type { CatalogModel } from './catalog.ts';
import type { Example } from './examples.ts';
import type { Samples } from './samples.ts';
import type { FirstRun } from './firstRun.ts';
import type { SampleSounds, ShownSound } from './sound.ts';
import type { ShownImage, Sketch } from './sketch.ts';
import type { NotesOfModels } from './savedNotes.ts';
import type { SavedSet } from './savedSets.ts';
import type { SharedLink } from './sharedLink.ts';
import type { Basis, MeasurePurpose, Sentences } from './studies.ts';
import type { View } from './view.ts';

/** What happens to a load, each named by its loadId: it begins, and the worker tells of it. */
export type LoadAction = { readonly type: 'loadStarted'; readonly loadId: number } | ToldOf<'loadId'>;

export type RunAction =
  | { readonly type: 'runWanted'; readonly runId: number }
  | ToldOf<'runId'>
  /** What was typed or opened cannot be run on: the worker was not asked. */
  | { readonly type: 'inputRefused'; readonly error: ErrorInfo };

export type AblationAction =
  | { readonly type: 'ablationWanted'; readonly ablateId: number }
  | ToldOf<'ablateId'>
  /** What is wanted again is what was answered last. */
  | { readonly type: 'ablationKept' };

export type CostAction = { readonly type: 'costWanted'; readonly costId: number } | ToldOf<'costId'>;

/** Questions about the inside of layers: opened and closed by the page, asked by the loop of every run while they are open. */
export type InsideAction =
  | { readonly type: 'insideAsked'; readonly question: InsideQuestion }
  | { readonly type: 'insideClosed'; readonly about: InsideQuestion['about'] }
  | { readonly type: 'insideWanted'; readonly insideId: number; readonly about: InsideQuestion['about'] }
  | ToldOf<'insideId'>;

/** What happens to a timing of layers with this and that many heads. */
export type TimingAction =
  | { readonly type: 'timingStarted'; readonly timingId: number; readonly plan: TimingPlan }
  | { readonly type: 'timingStopped' }
  | ToldOf<'timingId'>;

export type StudyAction =
  | {
      readonly type: 'measureStarted';
      readonly studyId: number;
      readonly purpose: MeasurePurpose;
      readonly plan: MeasurePlan;
      readonly basis: Basis;
    }
  | { readonly type: 'compareStarted'; readonly studyId: number; readonly basis: Basis }
  | { readonly type: 'attendStarted'; readonly studyId: number; readonly words: string; readonly basis: Basis }
  | { readonly type: 'studyPaused'; readonly studyId: number; readonly isPaused: boolean }
  | { readonly type: 'studyStopped'; readonly studyId: number }
  | ToldOf<'studyId'>
  | { readonly type: 'sentencesChanged'; readonly change: Partial<Sentences> };

/** What the page is asked to show. */
export type ViewAction =
  | { readonly type: 'viewChanged'; readonly change: Partial<View> }
  /** `awaitsText`: of a link that names no text. */
  | { readonly type: 'viewRestored'; readonly view: View; readonly awaitsText?: boolean }
  | { readonly type: 'exampleTried'; readonly example: Example };

/** Which heads are large on screen, and which of their labels is explained. */
export type PinAction =
  | { readonly type: 'headPinned'; readonly head: HeadRef }
  | { readonly type: 'headUnpinned'; readonly head: HeadRef }
  | { readonly type: 'pinActivated'; readonly index: number }
  | { readonly type: 'labelSelected'; readonly label: LabelId | null };

export type NoticeAction =
  | { readonly type: 'noticeRaised'; readonly notice: Notice }
  | { readonly type: 'noticeDismissed'; readonly notice: Notice };

/** The image that a vision model looks at. */
type ImageAction =
  | { readonly type: 'imageChosen'; readonly image: ShownImage }
  /** The text is to be read without a picture. */
  | { readonly type: 'imageRemoved' }
  | { readonly type: 'imageRefused'; readonly why: string };

/** The sound that a model of sound hears. */
type SoundAction =
  | { readonly type: 'soundChosen'; readonly sound: ShownSound }
  | { readonly type: 'sampleSoundsChanged'; readonly samples: SampleSounds | null };

/** What a person asks for that is no part of the state: a loop hears it. */
type Wish =
  /** What is typed, now: also where it waits for a pause in typing. */
  | { readonly type: 'runAsked' }
  /** What has failed or was stopped: the model, or its run. */
  | { readonly type: 'retryAsked' }
  /** The end of what is under way, studies aside; what is on screen stays. */
  | { readonly type: 'stopAsked' }
  /** Files of any kind: a model, a recording, or an image for a model that takes one. */
  | { readonly type: 'filesOpened'; readonly files: readonly File[] }
  | { readonly type: 'imageOpened'; readonly file: File }
  | { readonly type: 'soundOpened'; readonly file: File }
  /** One of the sounds that lie beside the model, by its place among them; and all of them once more, where they did not come. */
  | { readonly type: 'sampleSoundTried'; readonly at: number }
  | { readonly type: 'sampleSoundsAsked' }
  /** Which models the browser keeps: `cached` says. */
  | { readonly type: 'cachedAsked' }
  | { readonly type: 'removalAsked'; readonly model: CachedModel }
  /** A study of variants on the sentence on screen or on the pasted list, as `sentences` says; `onSentence` takes the former in any case. */
  | {
      readonly type: 'measureAsked';
      readonly purpose: MeasurePurpose;
      readonly variants: readonly Ablation[];
      readonly onSentence?: true;
    }
  /** Distances of all pairs of heads; `onSentence` likewise. */
  | { readonly type: 'compareAsked'; readonly onSentence?: true }
  /** What each head gives to the words of the view, on the sentences that come with the page or on the pasted list; `onShipped` takes the former in any case. */
  | { readonly type: 'attendAsked'; readonly onShipped?: true }
  | { readonly type: 'pauseAsked'; readonly isPaused: boolean }
  | { readonly type: 'cancelAsked' }
  /** A comparison of models by their numbers of heads, which is then the one that is shown. */
  | { readonly type: 'trainedAsked'; readonly url: string }
  /** A model at moments of its training, which stands beside that comparison. */
  | { readonly type: 'momentsAsked'; readonly url: string }
  | { readonly type: 'timingAsked'; readonly plan: TimingPlan }
  | { readonly type: 'timingStopAsked' }
  /** Something as a file: `savingChanged` says how far it is. */
  | { readonly type: 'fileAsked'; readonly file: AskedFile }
  /** A link to what is on screen: `linkShared` says what became of it. */
  | { readonly type: 'shareAsked' };

/** Everything that can happen to the app's state: what the worker says, word for word, and what people and the page do; and wishes. */
export type Action =
  | Told
  | LoadAction
  | RunAction
  | AblationAction
  | CostAction
  | InsideAction
  | StudyAction
  | TimingAction
  | ViewAction
  | PinAction
  | NoticeAction
  | ImageAction
  | SoundAction
  | Wish
  | { readonly type: 'firstRunFetched'; readonly saved: FirstRun }
  | { readonly type: 'catalogFetched'; readonly catalog: readonly CatalogModel[] }
  | { readonly type: 'sketched'; readonly sketch: Sketch }
  | { readonly type: 'samplesFetched'; readonly samples: Samples }
  | { readonly type: 'trainedFetched'; readonly url: string; readonly trained: Trained | 'failed' }
  | { readonly type: 'listingChanged'; readonly listing: number | null }
  | { readonly type: 'notesChanged'; readonly notes: NotesOfModels }
  | { readonly type: 'setsChanged'; readonly sets: readonly SavedSet[] }
  /** Whether the browser keeps what has changed beyond this visit. */
  | {
      readonly type: 'keepingTried';
      readonly keeps: { readonly keepsNotes: boolean } | { readonly keepsSets: boolean };
    }
  | { readonly type: 'savingChanged'; readonly saving: Saving }
  | { readonly type: 'linkShared'; readonly how: SharedLink['how'] }
  /** A model hub that a link names may be asked. */
  | { readonly type: 'hostAgreed'; readonly host: string };
