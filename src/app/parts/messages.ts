import type { ErrorInfo } from '../../core/errors.ts';
import type { Thing } from '../../core/runExtras.ts';
import { cutText } from '../../core/quote.ts';
import type { Notice } from '../../inference/protocol.ts';

/** What happened, and what to do. */
export type Message = { readonly title: string; readonly body: string };

/** Letters of a detail that a message takes: it may hold names out of a file, which have any length. */
const MOST_OF_DETAIL = 400;

/** An error in words for people: what happened, what to do, and the technical detail for a report; `thing` is what the model is given. */
export function errorMessage(error: ErrorInfo, thing: Thing = 'sentence'): Message {
  return errorWords(shortened(error), thing);
}

/** The same with a detail that is cut where it is long. */
export function shortened<Told extends { readonly detail: string }>(told: Told): Told {
  return { ...told, detail: cutText(told.detail, MOST_OF_DETAIL) };
}

function errorWords({ code, detail }: ErrorInfo, thing: Thing): Message {
  switch (code) {
    case 'model-not-found':
      return {
        title: 'This model is not here.',
        body: `Choose another model above, or check the address (${detail}).`,
      };
    case 'model-fetch-failed':
      return {
        title: 'The model could not be fetched.',
        body: `Check the connection and try again; what is on screen stays (${detail}).`,
      };
    case 'model-truncated':
      return { title: 'The model file is not complete.', body: `Try again, or fetch the file anew (${detail}).` };
    case 'not-onnx':
      return { title: 'This file is not an ONNX model.', body: `Choose another model (${detail}).` };
    case 'file-missing':
      return {
        title: 'Another file of this model is needed.',
        body: `${sentence(detail)} Open all files of the model together.`,
      };
    case 'no-attention':
      return {
        title: 'This model has no attention to show.',
        body: `${sentence(detail)} Choose another model: a transformer.`,
      };
    case 'unsupported-graph':
      return {
        title: 'This model is built in a way Headlight cannot read yet.',
        body: `${sentence(detail)} Try another export of it: plain, fp32, with nothing fused.`,
      };
    case 'unsupported-operator':
      return { title: 'The runtime lacks an operator this model needs.', body: `Try the other backend (${detail}).` };
    case 'tokenizer-failed':
      return {
        title: 'The tokenizer of this model could not be read.',
        body: `${sentence(detail)} Check that tokenizer.json is whole, or open the model without it and type token ids.`,
      };
    case 'no-backend':
      return {
        title: 'This browser cannot run the model.',
        body: `WebAssembly is needed. Try again in a current browser, which has it (${detail}).`,
      };
    case 'runtime-unfetched':
      return {
        title: 'A part of the page that runs models could not be fetched.',
        body: `It comes from where the page came from: check the connection and press “Try again”; if that does not help, load the page again (${detail}).`,
      };
    case 'out-of-memory':
      return {
        title: 'The memory is used up.',
        body: `${thing === 'sentence' ? 'Shorten the sentence, choose' : 'Choose'} a smaller model or close other tabs.`,
      };
    case 'too-large':
      return {
        title: 'This model is larger than what it would run in.',
        body: `${sentence(detail)} Choose smaller weights (q8 or q4), a smaller model, or the backend WebGPU. None of it was read.`,
      };
    case 'run-failed':
      return {
        title: `The model could not run this ${thing}.`,
        body: `Change the ${thing}, or try the other backend; the picture of the last one stays (${detail}).`,
      };
    case 'label-failed':
      return {
        title: `The heads of this ${thing} could not be labelled.`,
        body: `The pictures are right; only their labels are missing. Change the ${thing} to try anew (${detail}).`,
      };
    case 'bad-attention':
      return { title: 'The weights that came back are not attention.', body: `Try the other backend (${detail}).` };
    case 'hub-unreachable':
      return {
        title: 'The model hub cannot be reached.',
        body: `Check the connection or the host under “Open”; models kept in this browser open without a network (${detail}).`,
      };
    case 'hub-refused':
      return {
        title: 'The hub does not give this model to everyone.',
        body: `It is private, gated, or there is none of that name. Fetch its files yourself and open them here (${detail}).`,
      };
    case 'hub-unasked':
      return {
        title: 'This link names a model hub of its own.',
        body: `Nothing has been sent to ${detail}. If you use it, it gets the name of the model and your network address; what you type stays here. Use it only if you know whose it is.`,
      };
    case 'bad-recording':
      return { title: 'This recording cannot be shown.', body: `${sentence(detail)} Save it anew, or open another.` };
    case 'bad-input':
      return { title: 'The model cannot read this.', body: `${sentence(detail)} Change it and try again.` };
    case 'figure-failed':
      return { title: 'The figure could not be drawn.', body: `${sentence(detail)} Choose another figure or format.` };
    case 'worker-crashed':
      return { title: 'The model stopped working.', body: `Press “Try again” to start it anew (${detail}).` };
    case 'stopped':
      return {
        title: 'Stopped.',
        body: `What is on screen stays. Press “Try again” to go on, or choose another model or ${thing}.`,
      };
  }
}

/** A detail as a sentence: "no head" -> "No head." */
export function sentence(detail: string): string {
  if (detail === '') return '';
  // The name of a file or of an array stays as it is.
  const isName = /^\S*[._\d]/.test(detail);
  const text = isName ? detail : `${detail.charAt(0).toUpperCase()}${detail.slice(1)}`;
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** A notice in words; null for one that the badge of the backend tells quietly. */
export function noticeMessage(notice: Notice): Message | null {
  return noticeWords('detail' in notice ? shortened(notice) : notice);
}

function noticeWords(notice: Notice): Message | null {
  if ('title' in notice) return notice;
  switch (notice.code) {
    case 'webgpu-unavailable':
      return {
        title: 'No WebGPU here.',
        body: `This browser offers no graphics adapter; the model runs on WASM (${notice.detail}).`,
      };
    case 'webgpu-failed':
      return { title: 'WebGPU did not start.', body: `The model runs on WASM instead (${notice.detail}).` };
    case 'gpu-lost':
      return {
        title: 'The graphics device was lost.',
        body: 'The model runs on WASM now. Choose WebGPU again to try once more.',
      };
    case 'worker-restarted':
      return { title: 'The model was started anew.', body: 'It did not answer to what you wanted next.' };
    case 'update-waiting':
      return {
        title: 'A newer Headlight is here.',
        body: 'It opens on your next visit, once all its tabs are closed. Nothing changes now.',
      };
    case 'recording-warning':
      return { title: 'Of this recording:', body: notice.detail };
    case 'link-broken':
      return {
        title: 'A part of the link could not be read.',
        body: `The rest is shown as it says; check “${notice.detail}”.`,
      };
    case 'link-unfetched':
      return {
        title: 'A part of the page that reads long links could not be fetched.',
        body: 'Check the connection and load the page again; until then the address stays as it is.',
      };
    case 'link-heads-missing':
      return {
        title: 'The link names heads that this model has not.',
        body: `They are left out: ${notice.detail}. Layers and heads count from 0.`,
      };
    case 'files-unfetched':
      return {
        title: 'The part of the page that reads files could not be fetched.',
        body: 'Check the connection and open them again; what is on screen stays.',
      };
    case 'pad-unfetched':
      return {
        title: 'The drawing pad could not be fetched.',
        body: 'Pictures can be opened as files. For the pad, check the connection and load the page again; a drawing in the link is kept.',
      };
    case 'webgpu-unsuited':
      return { title: 'This model runs on WASM.', body: notice.detail };
    case 'self-test-passed':
      return null;
    case 'self-test-differs':
      return {
        title: 'WebGPU and WASM differ on this machine.',
        body: `The largest difference of a weight is ${notice.maxDifference.toPrecision(2)}. Choose WASM for numbers you mean to rely on.`,
      };
    case 'self-test-failed':
      return {
        title: 'WebGPU could not be compared with WASM.',
        body: `The numbers on screen come from WebGPU alone (${notice.detail}).`,
      };
    case 'heads-differ-from-config':
      return { title: 'The model has other heads than its config says.', body: notice.detail };
  }
}
