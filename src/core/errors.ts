import type { AskedInput } from './inputUses.ts';

/** What can go wrong for an honest user. Words for people are made from the code in app/parts/messages.ts. */
export type ErrorCode =
  | 'model-not-found'
  | 'model-fetch-failed'
  | 'model-truncated'
  | 'not-onnx'
  | 'file-missing'
  | 'no-attention'
  | 'unsupported-graph'
  | 'unsupported-operator'
  | 'tokenizer-failed'
  | 'no-backend'
  /** A script or binary of the page's own, without which no model runs, did not come. */
  | 'runtime-unfetched'
  | 'out-of-memory'
  /** Known by its size, before it is read. */
  | 'too-large'
  | 'run-failed'
  | 'label-failed'
  | 'bad-attention'
  | 'hub-unreachable'
  | 'hub-refused'
  | 'hub-unasked'
  | 'bad-recording'
  | 'bad-input'
  | 'figure-failed'
  | 'worker-crashed'
  /** The person ended it. */
  | 'stopped';

/** The form in which an error crosses from the worker. */
export type ErrorInfo = {
  readonly code: ErrorCode;
  readonly detail: string;
  /** Of a model that did not open: the graphs among which a person can choose another. */
  readonly graphs?: readonly string[];
  /** And its inputs that only a person knows. */
  readonly inputs?: readonly AskedInput[];
};

/** An error of an honest user's day: it has a code, ends on screen as a message, and loses nothing of what was shown. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  /** As `ErrorInfo` has it. */
  readonly graphs: readonly string[] | undefined;

  constructor(code: ErrorCode, detail: string, graphs?: readonly string[]) {
    super(`${code}: ${detail}`);
    this.name = 'AppError';
    this.code = code;
    this.detail = detail;
    this.graphs = graphs;
  }
}

/** Any thrown value as an `ErrorInfo`; what is not an `AppError` becomes `fallback`. */
export function toErrorInfo(thrown: unknown, fallback: ErrorCode): ErrorInfo {
  if (thrown instanceof AppError) return { code: thrown.code, detail: thrown.detail };
  return { code: fallback, detail: thrown instanceof Error ? thrown.message : String(thrown) };
}
