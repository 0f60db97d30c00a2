import { AppError } from './errors.ts';
import { cutText } from './quote.ts';

/** RGBA pixels. Shape: [row, column, 4]. `label`: what is on it, where that is known. */
export type ImageGiven = {
  readonly name: string;
  readonly label?: string;
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray;
};

/** One channel of a sound, `rate` samples a second, each from -1 to 1. `wholeSeconds`: how long it was before it was cut; left out where it was not. */
type SoundGiven = {
  readonly name: string;
  readonly rate: number;
  readonly samples: Float32Array;
  readonly wholeSeconds?: number;
};

/** What a model of each kind is run on. */
type Inputs = {
  /** `written`: tokens that the model wrote on behind those of the text, by their ids; left out for none. `picture`: one whose patches stand among its tokens. */
  readonly text: {
    readonly text: string;
    readonly pair: string | null;
    readonly written?: readonly number[];
    readonly picture?: ImageGiven;
  };
  readonly ids: {
    readonly ids: readonly number[];
    readonly written?: readonly number[];
    readonly picture?: ImageGiven;
  };
  /** `target` null: the model writes it itself, greedily. `written` stands behind the target; left out where the model does not write on, empty where it is about to. */
  readonly 'text-to-text': {
    readonly source: string;
    readonly target: string | null;
    readonly written?: readonly number[];
  };
  readonly image: ImageGiven;
  /** A picture and a text that are held against each other. */
  readonly 'image-text': ImageGiven & { readonly text: string };
  readonly sound: SoundGiven;
  /** A sound that an encoder hears, and the target as of a text. */
  readonly 'sound-to-text': SoundGiven & { readonly target: string | null; readonly written?: readonly number[] };
  /** A recording is shown as it is, and a block of a model is fed random vectors. */
  readonly nothing: unknown;
};

/** What a model reads: text, token ids where no tokenizer came with it, source and target text, an image; or nothing (a recording). */
export type ModelInput = keyof Inputs;

/** What a model that reads this is run on. */
export type InputOf<Kind extends ModelInput> = { readonly [One in Kind]: { readonly kind: One } & Inputs[One] }[Kind];

/** What a person has given so far. */
type Given = {
  readonly text: string;
  readonly pair: string | null;
  /** What the model wrote on; null or left out where it does not. */
  readonly written?: readonly number[] | null;
  readonly takesPair: boolean;
  /** Whether a picture may stand in the text; left out for no. */
  readonly takesPicture?: boolean | undefined;
  /** What was read of a file that was chosen; null before. */
  readonly chosen: InputOf<ModelInput> | null;
  /** Samples per second that the model takes of a sound. */
  readonly rate?: number | undefined;
};

/** Words around the box for a second text. */
export type SecondWords = {
  readonly label: string;
  readonly hint: string;
  readonly add: string;
  /** The same while the model writes on behind it. */
  readonly begin: string;
  readonly remove: string;
};

/** What the page and the worker's patience must know of a kind of input. */
type InputFacts<Kind extends ModelInput> = {
  /** What its models do, as a list of them groups them; null where none stands in such a list. */
  readonly does: string | null;
  /** Where it is given. */
  readonly box: 'text' | 'file' | 'sound' | 'none';
  /** In the empty box, or in its place; where a file is chosen it comes with what chooses it. */
  readonly hint: string;
  readonly second: SecondWords;
  /** Whether there is a second text at all models of the kind, not only at those that take pairs. */
  readonly hasSecond: boolean;
  /** Whether the model writes the second text where it is not given: a pass for each token. */
  readonly writesSecond: boolean;
  /** Whether the model may write on behind it, or behind its target, if it says what comes next. */
  readonly isWrittenOn: boolean;
  /** Beginning of the media type of the files that it is read from; null for what is typed. */
  readonly file: string | null;
  /** Whether studies run on a pasted list of it, and whether the examples of the page are such. */
  readonly isListed: boolean;
  readonly hasExamples: boolean;
  /** Null while there is nothing to run on. Throws AppError 'bad-input' for what is none. */
  readonly from: (given: Given) => InputOf<Kind> | null;
  /** How long it is, in letters or ids; null where all are alike. */
  readonly lengthOf: (input: InputOf<Kind>) => number | null;
};

const TYPED = {
  does: null,
  box: 'text',
  second: {
    label: 'Second sentence',
    hint: 'Type a second sentence',
    add: 'Add a second sentence',
    begin: 'Add a second sentence',
    remove: 'Remove',
  },
  hasSecond: false,
  writesSecond: false,
  isWrittenOn: true,
  file: null,
  isListed: true,
  hasExamples: true,
} as const;

/** How long a written token counts, in letters. */
const LETTERS = 4;

/** What the model wrote on behind what is typed. */
const writtenIn = ({ written }: Given): { readonly written?: readonly number[] } =>
  written && written.length > 0 ? { written } : {};

/** A target: of one that is written on what is not typed is nothing. */
const targetOf = ({ pair, written }: Given): { readonly target: string | null; readonly written?: readonly number[] } =>
  written ? { target: pair ?? '', written } : { target: pair };

/** The picture that stands in a text, where there is one and the model takes any. */
const pictureIn = ({ chosen, takesPicture }: Given): { readonly picture?: ImageGiven } =>
  takesPicture && chosen?.kind === 'image' ? { picture: chosen } : {};

const isBlank = ({ text }: Given): boolean => text.trim() === '';

const PICTURE = {
  ...TYPED,
  box: 'file',
  hint: '',
  isWrittenOn: false,
  file: 'image/',
  isListed: false,
  hasExamples: false,
  lengthOf: () => null,
} as const;

/** Null too for one of another rate: it is read anew. */
const soundOf = ({ chosen, rate }: Given): InputOf<'sound'> | null =>
  chosen?.kind === 'sound' && chosen.rate === rate ? chosen : null;

const SOUND = {
  ...PICTURE,
  box: 'sound',
  file: 'audio/',
} as const;

const TARGET: SecondWords = {
  label: 'Target',
  hint: 'Type what the decoder has written',
  add: 'The model writes the target; type one instead',
  begin: 'Type the beginning of the target',
  remove: 'Let the model write',
};

/** One row a kind of input, in the order in which models are listed; how models read it stands in `inference/inputs`. */
export const MODEL_INPUTS: { readonly [Kind in ModelInput]: InputFacts<Kind> } = {
  text: {
    ...TYPED,
    does: 'Read text',
    hint: 'Type a sentence',
    from: (given) =>
      isBlank(given)
        ? null
        : {
            kind: 'text',
            text: given.text,
            pair: given.takesPair ? given.pair : null,
            ...writtenIn(given),
            ...pictureIn(given),
          },
    lengthOf: ({ text, pair, written = [] }) => text.length + (pair?.length ?? 0) + LETTERS * written.length,
  },
  ids: {
    ...TYPED,
    hint: 'Type token ids, separated by spaces: this model came without a tokenizer',
    hasExamples: false,
    from: (given) =>
      isBlank(given) ? null : { kind: 'ids', ids: readIds(given.text), ...writtenIn(given), ...pictureIn(given) },
    lengthOf: ({ ids, written = [] }) => ids.length + written.length,
  },
  image: {
    ...PICTURE,
    does: 'Look at a picture',
    from: ({ chosen }) => (chosen?.kind === 'image' ? chosen : null),
  },
  'image-text': {
    ...PICTURE,
    from: (given) =>
      given.chosen?.kind !== 'image' || isBlank(given)
        ? null
        : { ...given.chosen, kind: 'image-text', text: given.text },
  },
  sound: {
    ...SOUND,
    does: 'Hear a sound',
    from: soundOf,
  },
  'sound-to-text': {
    ...SOUND,
    second: TARGET,
    hasSecond: true,
    writesSecond: true,
    isWrittenOn: true,
    from(given) {
      const sound = soundOf(given);
      return sound && { ...sound, kind: 'sound-to-text', ...targetOf(given) };
    },
  },
  'text-to-text': {
    ...TYPED,
    does: 'Rewrite a text',
    hint: 'Type what the encoder reads',
    second: TARGET,
    hasSecond: true,
    writesSecond: true,
    from: (given) => (isBlank(given) ? null : { kind: 'text-to-text', source: given.text, ...targetOf(given) }),
    lengthOf: ({ source, target, written = [] }) => source.length + (target?.length ?? 0) + LETTERS * written.length,
  },
  nothing: {
    ...TYPED,
    box: 'none',
    hint: '',
    isWrittenOn: false,
    isListed: false,
    hasExamples: false,
    from: () => ({ kind: 'nothing' }),
    lengthOf: () => null,
  },
};

/**
 * The ids in a text of numbers, separated by spaces or commas.
 * Throws AppError 'bad-input' for anything else.
 */
export function readIds(text: string): readonly number[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  return words.map((word) => {
    if (/^\d{1,9}$/.test(word)) return Number(word);
    const detail = `“${cutText(word)}” is no token id; this model came without a tokenizer: type numbers`;
    throw new AppError('bad-input', detail);
  });
}

/** How long an input is, in letters or ids; null where all of its kind are alike. */
export function lengthOfInput<Kind extends ModelInput>(kind: Kind, input: InputOf<Kind>): number | null {
  return MODEL_INPUTS[kind].lengthOf(input);
}

/** Whether two inputs are the same. Two images of the same name need not be: their numbers must lie in the same memory. */
export function isSameInput(one: InputOf<ModelInput>, other: InputOf<ModelInput> | null | undefined): boolean {
  if (!other || one === other) return one === other;
  const [fields, others] = [Object.entries(one), new Map<string, unknown>(Object.entries(other))];
  return fields.length === others.size && fields.every(([name, value]) => isSame(value, others.get(name)));
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b || ArrayBuffer.isView(a)) return a === b;
  const [fields, others] = [fieldsOf(a), fieldsOf(b)];
  if (fields === null || others === null) return false;
  const names = Object.keys(fields);
  return names.length === Object.keys(others).length && names.every((name) => isSame(fields[name], others[name]));
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null ? { ...value } : null;
}
