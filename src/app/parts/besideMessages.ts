import type { ErrorInfo } from '../../core/errors.ts';
import { errorMessage, sentence, shortened } from './messages.ts';
import type { Message } from './messages.ts';

const ABLATION_TITLES: ReadonlyMap<ErrorInfo['code'], string> = new Map([
  ['bad-input', 'This cannot be switched off like that.'],
  ['run-failed', 'The model could not run with heads switched off.'],
  ['unsupported-graph', 'The model could not run with heads switched off.'],
]);

/** Why heads could not be switched off, or not measured, in words for people. */
export function ablationMessage(error: ErrorInfo): Message {
  return messageBeside(error, ABLATION_TITLES, 'Change what is switched off to ask again.');
}

/** Whether the model went with what failed: the button that brings it back stands in the message about the model. */
export function endsModel({ code }: ErrorInfo): boolean {
  return code === 'worker-crashed' || code === 'runtime-unfetched';
}

/** Why something that was asked beside the run on screen could not be had; `onceStopped` says how to ask anew. */
function messageBeside(whole: ErrorInfo, titles: ReadonlyMap<ErrorInfo['code'], string>, onceStopped: string): Message {
  const error = shortened(whole);
  const title = titles.get(error.code);
  const detail = sentence(error.detail);
  if (endsModel(error)) return { title: errorMessage(error).title, body: detail };
  if (error.code === 'stopped') return { title: 'Stopped.', body: onceStopped };
  return title === undefined ? errorMessage(error) : { title, body: detail };
}

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

/** Why no study could be begun on what it is to rest on; “Ask again” stands beside what did not come. */
export function basisMessage(error: ErrorInfo): Message {
  const { code, detail } = shortened(error);
  if (code === 'model-fetch-failed')
    return {
      title: 'The held-out pictures could not be fetched.',
      body: 'Check the connection and ask again; if that does not help, load the page again.',
    };
  return code === 'model-truncated'
    ? { title: 'The held-out pictures cannot be read.', body: `${sentence(detail)} Take this picture instead.` }
    : errorMessage(error);
}

/** Why no words could be looked for. */
export function wordsMessage(error: ErrorInfo): Message {
  return error.code === 'model-fetch-failed'
    ? { title: 'The sentences could not be fetched.', body: 'Check the connection and ask again.' }
    : { title: 'No words were looked for.', body: sentence(shortened(error).detail) };
}
