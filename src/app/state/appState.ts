import type { ErrorInfo } from '../../core/errors.ts';
import type { Trained } from '../../core/study/readTrained.ts';
import type { HeadReport, LabelId } from '../../core/labels/report.ts';
import type { ModelRun } from '../../core/run.ts';
import type { CachedModel, Notice } from '../../inference/protocol.ts';
import { NOTHING_ABLATED } from './ablated.ts';
import type { Ablated } from './ablated.ts';
import type { Saving } from './askedFile.ts';
import type { CatalogModel } from './catalog.ts';
import { NO_COSTS } from './costs.ts';
import type { Costs } from './costs.ts';
import { NOTHING_INSIDE } from './inside.ts';
import type { Inside } from './inside.ts';
import { BEGUN } from './modelState.ts';
import type { ModelState } from './modelState.ts';
import type { NotesOfModels } from './savedNotes.ts';
import type { SavedSet } from './savedSets.ts';
import type { SharedLink } from './sharedLink.ts';
import { NO_STUDIES } from './studies.ts';
import type { Studies } from './studies.ts';
import { NO_TIMING } from './timing.ts';
import type { Timing } from './timing.ts';
import type { ShownImage, Sketch } from './sketch.ts';
import type { SampleSounds, ShownSound } from './sound.ts';
import type { Samples } from './samples.ts';
import type { View } from './view.ts';

export type AppState = {
  readonly view: View;
  readonly model: ModelState;
  /** The model that ran last: what is on screen is its picture, also while another one loads or has failed to. */
  readonly shown: Extract<ModelState, { readonly status: 'ready' }> | null;
  readonly loadId: number;
  /** Models kept in the browser; null until asked. */
  readonly cached: readonly CachedModel[] | null;
  /** Models that come with the page; none until their list is there. */
  readonly catalog: readonly CatalogModel[];
  readonly image: ShownImage | null;
  /** What a model of sound hears; null until one was chosen or recorded. */
  readonly sound: ShownSound | null;
  /** The one that the run `wantedRunId` was asked of, and the one that the run on screen is of: what is chosen since may be refused. */
  readonly wantedSound: ShownSound | null;
  readonly heardSound: ShownSound | null;
  /** Sounds to begin with; null where none lie beside the model. */
  readonly sampleSounds: SampleSounds | null;
  /** What is on the drawing pad; null until something was. */
  readonly sketch: Sketch | null;
  /** Pictures to begin with, as they lie beside the model that is named; null until they are there. */
  readonly samples: Samples | null;
  /** What lies beside models of how they were trained, by its address; `shown` is the comparison of more and fewer heads that was asked for last. */
  readonly trained: {
    readonly shown: string | null;
    readonly found: Readonly<Record<string, Trained | 'failed'>>;
  };
  /** Why the file that was chosen last is none. */
  readonly imageTrouble: string | null;
  /** The dropped folder that is being looked through, by its number; null for none. */
  readonly listing: number | null;
  /** The last good run stays on screen while a newer one is on its way or has failed. */
  readonly run: ModelRun | null;
  /** Labels of the run `labelledRunId`: they stay, as the picture does, until those of a newer run are there. */
  readonly reports: readonly HeadReport[] | null;
  readonly labelledRunId: number;
  readonly wantedRunId: number;
  /** Why the newest run that failed did so, or its labels; it stays until a run has come. */
  readonly runError: ErrorInfo | null;
  /** Which run that was; 0 for none. */
  readonly failedRunId: number;
  readonly notices: readonly Notice[];
  /** The pinned head that hovering replaces and the label panel explains; an index into view.heads. */
  readonly activePin: number;
  readonly panelLabel: LabelId | null;
  /** True from a change of the text until its run: then a zoomed stretch follows the word that the page asks about. A link says itself what is drawn. */
  readonly bringsAsked: boolean;
  /** True until a link or the person names a text: until then the list of models may bring the one that the model begins with. */
  readonly awaitsText: boolean;
  /** True until the person or a link has chosen heads: then the first labels choose two worth looking at. */
  readonly awaitsSuggestion: boolean;
  /** True while the pinned heads are those that were suggested: the first click on one makes it the person's own. */
  readonly arePinsSuggested: boolean;
  readonly ablated: Ablated;
  readonly costs: Costs;
  /** What is open about the inside of layers. */
  readonly inside: Inside;
  readonly studies: Studies;
  readonly timing: Timing;
  /** Null until one was asked for; each time another one. */
  readonly shared: SharedLink | null;
  readonly saving: Saving;
  /** Origins of the model hubs that may be asked for files. */
  readonly agreedHosts: readonly string[];
  readonly savedSets: readonly SavedSet[];
  /** False once the browser has refused to keep the sets beyond this visit. */
  readonly keepsSets: boolean;
  /** What the person has written of heads, model by model. */
  readonly notes: NotesOfModels;
  /** False once the browser has refused to keep notes beyond this visit. */
  readonly keepsNotes: boolean;
  /**
   * True while the pinned heads are those of a link whose model is not there yet: they are named by true layer numbers,
   * as in every link. From then on they are places in the stack.
   */
  readonly headsAreNumbers: boolean;
};

/** `broken` are fields of the link that could not be read; `awaitsText`: it names no text. */
export function initialState(
  view: View,
  savedSets: readonly SavedSet[] = [],
  broken: readonly string[] = [],
  awaitsText = false,
): AppState {
  return {
    view,
    model: BEGUN,
    shown: null,
    loadId: 0,
    cached: null,
    catalog: [],
    image: null,
    sound: null,
    wantedSound: null,
    heardSound: null,
    sampleSounds: null,
    sketch: null,
    samples: null,
    trained: { shown: null, found: {} },
    imageTrouble: null,
    listing: null,
    run: null,
    reports: null,
    labelledRunId: 0,
    wantedRunId: 0,
    runError: null,
    failedRunId: 0,
    notices: broken.map((detail) => ({ code: 'link-broken', detail })),
    activePin: Math.max(0, view.heads.length - 1),
    panelLabel: null,
    bringsAsked: false,
    awaitsText,
    awaitsSuggestion: view.heads.length === 0,
    arePinsSuggested: false,
    ablated: NOTHING_ABLATED,
    costs: NO_COSTS,
    inside: NOTHING_INSIDE,
    studies: NO_STUDIES,
    timing: NO_TIMING,
    shared: null,
    saving: 'idle',
    agreedHosts: [],
    savedSets,
    keepsSets: true,
    notes: {},
    keepsNotes: true,
    headsAreNumbers: true,
  };
}
