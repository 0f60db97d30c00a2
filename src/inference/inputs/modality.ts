import type { InputOf, ModelInput } from '../../core/modelInputs.ts';
import type { Logits, ModelInfo, ModelRun, SoundLimits } from '../../core/run.ts';
import type { Notice } from '../protocol.ts';
import type { LayerPlan, RunLengths } from '../run/layerPlan.ts';
import type { LayerOutput } from '../run/pack.ts';
import type { PreparedModel } from '../run/prepared.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { VocabularySize } from '../runtime/logitsOutput.ts';
import type { ModelTokenizer } from '../tokenizer/tokenizer.ts';
import type { FedInput, RoleRow } from './roles.ts';

/** What a model was found to be, by which its modality is known. */
export type ModelEvidence = {
  readonly inputs: readonly FedInput[];
  /** Whether an encoder and its decoder lie in files of their own. */
  readonly isPair: boolean;
  /** Made at the first call; null where none came with the model. Throws AppError 'tokenizer-failed'. */
  readonly tokenizer: () => ModelTokenizer | null;
};

/** What a model is run on first, and how many tokens that is. */
export type FirstRun = { readonly feed: FeedValues; readonly lengths: RunLengths };

/** What a started model tells a modality that reads an input for it. */
export type InputGround = {
  readonly prepared: PreparedModel;
  readonly info: ModelInfo;
  readonly plan: LayerPlan;
  /** Scores of the vocabulary after each token of a target; each call is a pass. */
  readonly score: (source: FeedValues, target: readonly number[]) => Promise<Logits | null>;
  /** As the session has it. */
  readonly see: ((picture: FeedValues) => Promise<number>) | null;
  /** Aborted once a newer request came. */
  readonly signal: AbortSignal;
};

/** What a run is made of besides its attention. */
type RunWords = Pick<ModelRun, 'text' | 'pair' | 'tokens' | 'targetTokens' | 'keyTokens' | 'image' | 'sound' | 'cut'>;

/** An input as the model takes it. */
export type ReadInput = {
  readonly feed: FeedValues;
  /** The tokens of the axes and what stands beside them, for the layers of the pass that are shown. Throws AppError. */
  readonly words: (layers: readonly LayerOutput[]) => RunWords;
  /** The true class of the input by name, where it is known. */
  readonly label?: string | undefined;
};

/** What the first run measured. */
export type Measured = {
  readonly nLayers: number;
  readonly nHeads: number;
  readonly nQueries: number;
  readonly nKeys: number;
};

/** One way in which a model is given something to read: all that depends on it, in one place. */
export type Modality<Kind extends ModelInput = ModelInput> = {
  /** The inputs of graphs that it brings along. */
  readonly inputs: readonly RoleRow[];
  /** Whether a model takes it, where none before it in the table was taken. */
  readonly fits: (evidence: ModelEvidence) => boolean;
  /** Set if a tokenizer that came with the model has nothing to do. */
  readonly hasNoTokenizer?: true;
  /** Fetches what reads its inputs, where that is no part of the worker's script. Throws AppError 'runtime-unfetched'. */
  readonly fetch?: () => Promise<unknown>;
  /** Refuses, before anything runs, what can never run. Throws AppError. */
  readonly check?: (model: PreparedModel) => void;
  /** A first input for any model; it needs no file but those of the model. Throws AppError 'file-missing'. */
  readonly firstRun: (model: PreparedModel) => FirstRun;
  /** Refuses what the first run showed to be a model of another kind. Throws AppError. */
  readonly checkPlan?: (plan: LayerPlan) => void;
  /** What an error of the first run means, where that is known better here. */
  readonly explain?: (model: PreparedModel, error: unknown) => unknown;
  /** The size of the vocabulary that is scored where no file says; null if it is unknown whether any is. */
  readonly vocabulary: VocabularySize;
  /** Longest sequence, special tokens included. */
  readonly maxTokens: (model: PreparedModel, measured: Measured) => number;
  readonly takesPair?: (model: PreparedModel) => boolean;
  /** Of a modality of sound: what the model takes of one. */
  readonly sound?: (model: PreparedModel, measured: Measured) => SoundLimits;
  /** What people must know of how this model reads. */
  readonly notices: (model: PreparedModel) => readonly Notice[];
  /** Throws AppError 'bad-input' for what the model cannot read, else as the runtime does. */
  readonly read: (ground: InputGround, input: InputOf<Kind>) => ReadInput | Promise<ReadInput>;
  /** A plain sentence, for means over many of them; left out where none is read. */
  readonly sentence?: (ground: Pick<InputGround, 'prepared' | 'info'>, sentence: string) => FeedValues;
};
