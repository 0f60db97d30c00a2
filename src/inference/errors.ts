import { AppError } from '../core/errors.ts';
import type { ErrorCode } from '../core/errors.ts';

/** What engines say where calls nest deeper than their stack: graphs with very many nodes in a row, or one in another. */
const TOO_DEEP = /maximum call stack size exceeded|too much recursion/i;

/** First match decides, so what names memory stands before what names an operator. */
const PATTERNS: readonly (readonly [RegExp, ErrorCode])[] = [
  [
    /bad_alloc|out of (\w+ )?memory|\bOOM\b|array buffer allocation|failed to allocate|cannot enlarge memory/i,
    'out-of-memory',
  ],
  [/invalid (typed )?array (buffer )?length|invalid array buffer length|could not allocate memory/i, 'out-of-memory'],
  // Before what names a module: the runtime's words for a missing file name its own.
  [/failed to load external data/i, 'unsupported-graph'],
  // What browsers say of a script, and the runtime of its binary, that did not come, or only in part.
  [
    /(failed to fetch|error loading) dynamically imported module|importing a module script failed|fetching of the wasm failed|wasm.*(NetworkError|failed to fetch|load failed|HTTP status code|extends past end|expected magic)/i,
    'runtime-unfetched',
  ],
  [/no available backend found|failed to load .*(module|wasm)|no webassembly/i, 'no-backend'],
  [/protobuf parsing failed|INVALID_PROTOBUF/i, 'model-truncated'],
  [/out of bounds or can ?not be read in full|external (data|initializer)/i, 'unsupported-graph'],
  [/could not find an implementation|not implemented|NOT_IMPLEMENTED/i, 'unsupported-operator'],
  [/is not a registered function\/op|no op registered|unsupported operator/i, 'unsupported-operator'],
  [
    /ShapeInferenceError|INVALID_GRAPH|this is an invalid model|unsupported model IR version|\bType Error\b/i,
    'unsupported-graph',
  ],
];

/**
 * What the runtime threw as an error that people can be told; `fallback` names what matches nothing known.
 * An `AppError` passes unchanged. A bare number is the address of a C++ exception that the runtime could not
 * read any more: in practice its memory is full.
 */
export function mapRuntimeError(thrown: unknown, fallback: ErrorCode = 'run-failed'): AppError {
  if (thrown instanceof AppError) return thrown;
  if (typeof thrown === 'number') return new AppError('out-of-memory', `the runtime threw the number ${thrown}`);
  const detail = messageOf(thrown);
  if (TOO_DEEP.test(detail)) {
    return new AppError('unsupported-graph', `it is nested deeper than this browser can follow (${detail})`);
  }
  const known = PATTERNS.find(([pattern]) => pattern.test(detail));
  return new AppError(known ? known[1] : fallback, detail);
}

/** What runtimes say where a tensor is of a size that the graph was not written for, or reaches behind the end of a table. */
const OF_SIZES =
  /out of (data )?bounds|outside of bounds|broadcast|invalid indices|index .*out of range|(input )?dimension|cannot be reshaped|reshape/i;

/** Whether a run failed at how large something is that was read. */
export function isAboutSizes(error: unknown): boolean {
  const isOfRun = error instanceof AppError && ['run-failed', 'unsupported-graph'].includes(error.code);
  return isOfRun && OF_SIZES.test(error.detail);
}

/** Whether a run failed for want of memory, or of the device that it ran on: at another length it would tell nothing else. */
export function isAboutMachine(error: unknown): boolean {
  if (!(error instanceof AppError)) return false;
  return error.code === 'out-of-memory' || /device (was|is|has been|got)? ?lost|lost (the )?device/i.test(error.detail);
}

/** The text of anything thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
