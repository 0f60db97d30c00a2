import type { ModelSource } from '../protocol.ts';
import type { TokenizerParts } from '../tokenizer/fromParts.ts';

/** The sources that are files of a model; a recording is read elsewhere. */
export type ModelFileSource = Exclude<ModelSource, { from: 'recording' }>;

/** One ONNX file of a model, with the files that hold the weights it does not hold itself. */
export type GraphFile = {
  /** `whole` also for a decoder that needs no encoder; `embedding` for one that makes the vectors of tokens that another reads, `picture` for one that makes those of a picture. */
  readonly role: 'whole' | 'encoder' | 'decoder' | 'embedding' | 'picture';
  /** Path in the repository, in the folder of the page, or among the opened files. */
  readonly path: string;
  readonly onnx: Uint8Array;
  /** `path` is the location as the graph spells it, which is what the runtime asks for. */
  readonly externalData: readonly { readonly path: string; readonly data: Uint8Array }[];
};

/** The files of a model as read; the JSON is parsed but not yet trusted. */
export type ModelFiles = {
  /** An empty object where the model comes without one. */
  readonly config: unknown;
  /** Null where the model comes without one: without parts of one either the sentence box takes token ids. */
  readonly tokenizer: unknown;
  /** What one is made of, where the model comes with that instead. */
  readonly tokenizerParts?: TokenizerParts;
  /** Null where the model comes without one; so the next two. */
  readonly tokenizerConfig: unknown;
  readonly preprocessorConfig: unknown;
  readonly generationConfig: unknown;
  /** One `whole`, before which an `embedding` may stand and behind them a `picture`, or an `encoder` followed by its `decoder`. */
  readonly graphs: readonly GraphFile[];
  /** What manifest or file names say: "fp32", "fp16", "q8", "q4", "q4f16", "bnb4"; null where they say nothing. */
  readonly precision: string | null;
  /** The graphs among which a person can choose, by path; one or none where there is no choice. */
  readonly offered?: readonly string[];
  /** Every file that was read. */
  readonly sizes: readonly { readonly path: string; readonly bytes: number }[];
};

/** Bytes over all files; neither number ever falls, and `totalBytes` grows as the sizes of files become known. */
export type OnProgress = (loadedBytes: number, totalBytes: number) => void;
