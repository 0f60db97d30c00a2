import { cutText } from '../../core/quote.ts';
import type { ModelNotice, Notice } from '../protocol.ts';

type Told = Extract<Notice, { readonly code: ModelNotice }>;

/** Letters of what a file or the runtime says. */
const MOST = 240;

/** The graph takes sequences of one length only; `padding` names what shorter ones are filled up with. */
export function fixedLengthNotice(nTokens: number, padding: string): Told {
  return {
    code: 'fixed-length',
    title: `This model reads exactly ${nTokens} ${nTokens === 1 ? 'token' : 'tokens'}.`,
    body: `A longer text is cut; a shorter one is filled up with ${cutText(padding)}, and the padding is shown.`,
  };
}

/** The graph fails at longer sequences, which no file says. */
export function longestNotice(nTokens: number): Told {
  return {
    code: 'fixed-length',
    title: `This model reads at most ${nTokens} ${nTokens === 1 ? 'token' : 'tokens'}.`,
    body: 'No file says so; it was found by trying, since the model fails at longer ones. A longer text is cut.',
  };
}

/** The model watches films, and is given one picture. */
export function filmNotice(nFrames: number): Told {
  return {
    code: 'film',
    title: `This model watches films of ${nFrames} pictures.`,
    body: 'It is given one picture as all of them: nothing moves. Where it has several moments, they stand one below another, and t1 2,3 is the patch in row 2, column 3 of moment 1.',
  };
}

/** A model of documents, which is told where on a page its words stand. */
export const ONE_LINE_NOTICE: Told = {
  code: 'one-line',
  title: 'This model also reads where each word stands on a page.',
  body: 'It is given its text as one line, at the top of the page from left to right.',
};

/** The model hears sounds of one length only. */
export function fixedSoundNotice(seconds: number): Told {
  return {
    code: 'fixed-length',
    title: `This model hears exactly ${Number(seconds.toFixed(2))} s.`,
    body: 'A longer sound is cut; a shorter one is filled up with silence, and the silence is shown.',
  };
}

/** A vision model whose layers look through windows; their weights are put together. */
export const WINDOWS_NOTICE: Told = {
  code: 'windows',
  title: 'This model looks through windows.',
  body: 'A patch can look only at patches in its own window. The windows are put together over the picture, shifts undone: all weights outside of them are 0.',
};

/** A graph that sees what its mask lets it see: one that writes on must not see what comes later. */
export function causalMaskNotice(mask: string): Told {
  return {
    code: 'causal-mask',
    title: 'Each token looks at itself and at those before it.',
    body: `The graph leaves that to what it is fed (${cutText(mask, MOST)}), and no file says otherwise: it was given a mask that hides what comes later, as models that write on need.`,
  };
}

/** Attention in loops of which only a run tells how often they go round. */
export function lastPassNotice(loops: readonly string[]): Told {
  return {
    code: 'last-pass',
    title: 'Of a loop only the last pass is shown.',
    body: `How often it goes round, the model finds out as it runs (${cutText(loops.join(', '), MOST)}).`,
  };
}

/** The runtime takes the graph only without the inputs by which heads are switched off, and says why. */
export function headsFixedNotice(why: string): Told {
  return {
    code: 'heads-fixed',
    title: 'The heads of this model cannot be switched off.',
    body: `Its attention is shown as it is. With switches in its graph the runtime refuses it (${cutText(why, MOST)}).`,
  };
}

/** A model that came without a tokenizer, which begins with ids that it has. */
export const IDS_NOTICE: Told = {
  code: 'ids-typed',
  title: 'This model came without a tokenizer.',
  body: 'It begins with token ids of its own: type others, separated by spaces, or open tokenizer.json together with it to type text.',
};

/** A folder or repository with graphs that were not taken; the page lets choose among them. */
export function severalGraphsNotice(taken: readonly string[]): Told {
  const names = taken.map((path) => path.slice(path.lastIndexOf('/') + 1));
  return {
    code: 'several-graphs',
    title: 'There are several graphs.',
    body: `Shown is ${cutText(names.join(' with '), MOST)}.`,
  };
}

/** Inputs beside what the model reads, which nobody said anything of: numbers that were set, and tensors filled with one of them. */
export function inputsChosenNotice(
  settings: readonly { readonly name: string; readonly value: number }[],
  filled: readonly { readonly name: string; readonly value: number }[],
): Told {
  const said = [
    ...settings.map(({ name, value }) => `${name} is ${value}`),
    ...[...new Set(filled.map(({ value }) => value))]
      .toSorted((a, b) => a - b)
      .map((value) => {
        const names = filled.flatMap((each) => (each.value === value ? [each.name] : []));
        return `${names.join(', ')}: ${value === 0 ? 'zeros' : value === 1 ? 'ones' : `${value} everywhere`}`;
      }),
  ];
  return {
    code: 'inputs-chosen',
    title: 'This model asks for more than it is given.',
    body: `What else it takes was set: ${cutText(said.join('; '), MOST)}.`,
  };
}

/** A block of a model that reads vectors: which of its inputs were fed random numbers. */
export function randomInputNotice(inputs: readonly string[]): Told {
  return {
    code: 'random-input',
    title: 'This model reads vectors, not text or a picture.',
    body: `Shown is its attention over random numbers, the same at every run (${cutText(inputs.join(', '), MOST)}).`,
  };
}
