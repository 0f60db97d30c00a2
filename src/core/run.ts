import type { ClassShare } from './classes.ts';
import type { ModelInput } from './modelInputs.ts';
import type { AttentionKind, AttentionTensor, StageKind } from './tensor.ts';
import type { Token } from './tokens.ts';

export type BackendName = 'webgpu' | 'wasm';

/** What runs the model, as found out, not as wished. */
export type BackendInfo = {
  /** `recorded` for attention that was computed elsewhere. */
  readonly name: BackendName | 'recorded';
  /** Threads of the WASM runtime; 1 where the page is not cross-origin isolated. */
  readonly threads: number;
  /** Name of the graphics adapter, or null on WASM. */
  readonly adapter: string | null;
  /** True for a WebGPU adapter emulated in software. */
  readonly isSoftware: boolean;
};

/** What a loaded model is, read from its graph, its config and a first run. */
export type ModelInfo = {
  readonly id: string;
  readonly name: string;
  /** `model_type` of config.json, for example "gpt2". */
  readonly type: string;
  readonly nLayers: number;
  readonly nHeads: number;
  readonly dModel: number | null;
  readonly isCausal: boolean;
  /** Longest sequence in tokens, special tokens included. */
  readonly maxTokens: number;
  readonly precision: string;
  readonly takesPair: boolean;
  readonly takes: ModelInput;
  /** Whether a picture may stand among the tokens of a text; left out for every model that takes none. */
  readonly takesPicture?: true;
  /** Of a model of sound; left out for every other. */
  readonly sound?: SoundLimits;
  /** Token ids that it runs on, as they are typed, where it came without a tokenizer; left out for every other. */
  readonly firstIds?: string;
  /** Tokens after which a text is over, where files name any and the model goes on with texts; left out for every other. */
  readonly endIds?: readonly number[];
  /** Tokens that it never writes, where files name any and it goes on with texts; left out for every other. */
  readonly neverIds?: readonly number[];
  /** Those that it does not begin with, besides; left out likewise. */
  readonly neverFirstIds?: readonly number[];
  /** What stands in a text for a word that the model is to fill in; left out for models that fill in none. */
  readonly maskToken?: string;
  /** Numbers of the layers of each stack; left out where they count 0, 1, 2 in all of them. */
  readonly layerNumbers?: Readonly<Partial<Record<AttentionKind, readonly number[]>>>;
};

/** How the tokens of a vision model lie over its picture: some before the patches, then patches, row by row where nothing else is said. */
export type PatchPlaces = {
  readonly nPatchRows: number;
  readonly nPatchColumns: number;
  /** Tokens before the first patch: [CLS], registers. */
  readonly nPrefix: number;
  /** Which patch, counted row by row, each token behind those is; left out where they stand row by row. */
  readonly order?: readonly number[];
};

/** The image of a run of a vision model, as it was fed. */
export type RunImage = PatchPlaces & {
  readonly width: number;
  readonly height: number;
  /** RGBA. Shape: [row, column, 4]. */
  readonly pixels: Uint8ClampedArray;
  /** Where the keys of its self-attention lie, if they are fewer than its patches. */
  readonly keyGrid?: PatchPlaces;
  /** Set if the patches stand among the tokens of a text, which read both. */
  readonly isAmong?: true;
  /** Of a pyramid: its further stages that are shown. */
  readonly stages?: readonly RunStage[];
};

/** What stands at rows and columns of a further stage of a pyramid, and where it lies on the picture; null where it lies nowhere. */
export type RunStage = {
  readonly kind: StageKind;
  readonly queryTokens: readonly Token[];
  readonly keyTokens: readonly Token[];
  readonly query: PatchPlaces | null;
  readonly key: PatchPlaces | null;
};

/** How the tokens of a model of sound lie in time: some before it, then one for each step, or band by band one for each step. */
export type SoundPlaces = {
  /** Tokens before the first moment: [CLS]. */
  readonly nPrefix: number;
  /** Bands of pitch, each with a token for every step; 1 where a token is a moment with all its pitches. */
  readonly nBands: number;
  readonly nSteps: number;
  /** Seconds from one token to the next. */
  readonly stepSeconds: number;
};

/** The sound of a run, as it was fed. */
export type RunSound = SoundPlaces & {
  /** Of what the model heard, silence at its end included. */
  readonly seconds: number;
  /** Of what was given, as far as the model heard it; the rest is silence. */
  readonly givenSeconds: number;
  /** Of the whole sound that was given; more than the model heard where it was cut. */
  readonly wholeSeconds: number;
  /** How loud each pitch is at each moment, 0 to 255. Shape: [bin, column], the lowest pitch first. */
  readonly picture: { readonly nBins: number; readonly nColumns: number; readonly levels: Uint8Array };
};

/** What a model takes of a sound. */
export type SoundLimits = {
  /** Samples per second. */
  readonly rate: number;
  /** What comes later is cut. */
  readonly maxSeconds: number;
  /** Whether shorter sounds are filled up with silence to that length. */
  readonly isFixed: boolean;
};

/** Scores over the vocabulary before softmax: shape [token, vocabulary]. */
export type Logits = { readonly nTokens: number; readonly nVocab: number; readonly data: Float32Array };

/** Where the text was cut to fit the model: tokens wanted and the first character that no token stands for. */
export type Cut = { readonly nTokensWanted: number; readonly segment: 0 | 1; readonly offset: number };

/** What the model as it is says of one place, most probable first: what comes after the token there, or what the mask there hides. */
export type Foretold = {
  readonly position: number;
  readonly isMask: boolean;
  /** `id` as `Token.id`, `text` as `Token.text`. */
  readonly candidates: readonly { readonly id: number; readonly text: string; readonly probability: number }[];
};

/** One forward pass and its result: an immutable value, the key of everything derived from it. */
export type ModelRun = {
  readonly runId: number;
  readonly model: ModelInfo;
  readonly backend: BackendInfo;
  readonly text: string;
  readonly pair: string | null;
  readonly tokens: readonly Token[];
  /** Tokens of the decoder of an encoder-decoder model; null for every other. */
  readonly targetTokens: readonly Token[] | null;
  readonly image: RunImage | null;
  /** Of a model of sound; left out for every other. */
  readonly sound?: RunSound;
  /** Further stages of a pyramid in a run that was saved, which has no picture; left out for every other. */
  readonly stages?: readonly RunStage[];
  /** Columns of self-attention where they are not its rows: a key added for a learned sink, or regions of several patches. */
  readonly keyTokens?: readonly Token[];
  /** Special tokens included; equals tokens.length unless cut. */
  readonly cut: Cut | null;
  readonly attention: readonly AttentionTensor[];
  /** The same as small pictures of at most 96 x 96 and of at most 48 x 48, each point the largest weight of a block of cells, of the stacks of which the first are smaller. */
  readonly thumbnails?: readonly AttentionTensor[];
  readonly logits: Logits | null;
  /** After the last token, or at each mask; left out where the model says neither, or not in words. */
  readonly foretold?: readonly Foretold[];
  /** Of a model that sorts its inputs into classes, all of them in its own order; left out for every other. */
  readonly classes?: readonly ClassShare[];
  /** Largest |row sum - 1| over all rows before renormalising. */
  readonly rowSumError: number;
  /** Milliseconds of the model's own forward pass. */
  readonly forwardMs: number;
};
