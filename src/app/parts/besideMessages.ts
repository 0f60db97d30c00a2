import type { ErrorInfo } from '../../core/errors.ts';
import { messageBeside } from './messages.ts';
import type { Message } from './messages.ts';

const INSIDE_TITLES: ReadonlyMap<ErrorInfo['code'], string> = new Map([
  ['run-failed', 'The model could not run for this.'],
  ['bad-input', 'This cannot be asked of the model.'],
  ['unsupported-graph', 'This cannot be asked of the model.'],
]);

/** Why something of the inside of a layer could not be worked out; “Ask again” stands beside it. */
export function insideMessage(error: ErrorInfo): Message {
  return messageBeside(error, INSIDE_TITLES, 'Press “Ask again” for it.');
}

const TIMING_TITLES: ReadonlyMap<ErrorInfo['code'], string> = new Map([
  ['run-failed', 'The layer could not be timed.'],
  ['bad-input', 'This layer cannot be timed.'],
]);

/** Why a layer could not be timed. */
export function timingMessage(error: ErrorInfo): Message {
  return messageBeside(error, TIMING_TITLES, 'Press “Time it here” to begin anew.');
}
