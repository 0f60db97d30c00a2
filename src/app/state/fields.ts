import { ALIKE_KEYS } from '../../core/alike/comparison.ts';
import { ABLATION_MODES } from '../../core/ablation/ablation.ts';
import { formatAblation, parseAblation } from '../../core/ablation/address.ts';
import { ASK_SIDES } from '../../core/ask/answers.ts';
import { STAGE_IDS } from '../../core/inside/stages.ts';
import { ALL_LABEL_IDS } from '../../core/labels/report.ts';
import { formatStretch, parseStretch } from '../../core/stretch/address.ts';
import { ATTENTION_KINDS } from '../../core/tensor.ts';
import { formatHead, parseHead, sameHead } from '../../core/selection.ts';
import { DEFAULT_HOST, isModelId, isOpened, readHost } from './modelAddress.ts';
import { PAGE_NAMES } from './pageNames.ts';
import { COLOR_KEYS, MAP_KINDS, SORT_KEYS, TIMED_LENGTHS } from './view.ts';
import type { View } from './view.ts';

/** One field of the view in a link: how it is written (null = left out, being the default) and read (null = broken). */
export type Field<Value> = {
  readonly param: string;
  readonly fallback: Value;
  write(value: Value): string | null;
  read(text: string): Value | null;
  /** Whether all of it could be read, where a part can be left out. */
  isWhole?(text: string): boolean;
};

/** Letters of a word that is asked about; no token is longer. */
export const MAX_WORD = 64;

/** Letters of a list of words that heads may look at. */
export const MAX_WORDS = 1000;

/** More pinned heads than this have no place in a link. */
export const MAX_HEADS = 12;

function choice<Value extends string>(param: string, fallback: Value, values: readonly Value[]): Field<Value> {
  return {
    param,
    fallback,
    write: (value) => (value === fallback ? null : value),
    read: (text) => values.find((value) => value === text) ?? null,
  };
}

function flag(param: string, fallback: boolean): Field<boolean> {
  return {
    param,
    fallback,
    write: (value) => (value === fallback ? null : value ? '1' : '0'),
    read: (text) => (text === '1' ? true : text === '0' ? false : null),
  };
}

export const DEFAULT_TEXT = 'The boy sprinted to the bank because he needed cash quickly.';

/** Every field of the view, once: encode, decode and the defaults all walk this table. */
export const FIELDS: { readonly [Name in keyof View]: Field<View[Name]> } = {
  modelId: {
    param: 'model',
    fallback: 'bookworm-gpt',
    // What was opened from this machine cannot be opened by a link.
    write: (id) => (id === 'bookworm-gpt' || isOpened(id) ? null : id),
    read: (text) => (isModelId(text) ? text : null),
  },
  graph: {
    param: 'graph',
    fallback: null,
    write: (path) => path,
    read: (text) => (/\.onnx$/i.test(text) ? text : null),
  },
  inputs: {
    param: 'inputs',
    fallback: null,
    write: (uses) => uses,
    read: (text) => (/^([^,:]+:[\w.+-]+(,|$))+$/.test(text) ? text : null),
  },
  host: {
    param: 'host',
    fallback: DEFAULT_HOST,
    write: (host) => (host === DEFAULT_HOST ? null : host),
    read: readHost,
  },
  revision: {
    param: 'revision',
    fallback: 'main',
    write: (revision) => (revision === 'main' ? null : revision),
    read: (text) => (/^[\w./-]{1,100}$/.test(text) && !text.includes('..') ? text : null),
  },
  weights: choice('weights', 'auto', ['auto', 'fp32', 'fp16', 'q8', 'q4', 'q4f16']),
  text: {
    param: 'text',
    fallback: DEFAULT_TEXT,
    write: (text) => (text === DEFAULT_TEXT ? null : text),
    read: (text) => text,
  },
  pair: { param: 'pair', fallback: null, write: (pair) => pair, read: (text) => text },
  written: {
    param: 'write',
    fallback: null,
    write: (ids) => ids && ids.join('.'),
    read: (text) => (/^(\d{1,6}(\.\d{1,6}){0,9999})?$/.test(text) ? text.split('.').filter(Boolean).map(Number) : null),
  },
  sampling: {
    param: 'sampling',
    fallback: null,
    write: (how) => how && `${how.temperature},${how.topK},${how.seed}`,
    read: (text) => {
      const [temperature = 0, topK = 0, seed = 0] = text.split(',').map(Number);
      return SAMPLING.test(text) ? { temperature, topK, seed } : null;
    },
  },
  stack: {
    param: 'stack',
    fallback: null,
    write: (kind) => kind,
    read: (text) => ATTENTION_KINDS.find((kind) => kind === text) ?? null,
  },
  backend: choice('backend', 'auto', ['auto', 'webgpu', 'wasm']),
  heads: {
    param: 'head',
    fallback: [],
    write: (heads) => (heads.length === 0 ? null : heads.map(formatHead).join(',')),
    read: (text) => {
      const heads = new Map(
        text
          .split(',')
          .map(parseHead)
          .filter((head) => head !== null)
          .map((head) => [formatHead(head), head]),
      );
      return [...heads.values()].slice(0, MAX_HEADS);
    },
    isWhole: (text) => text.split(',').every((part) => parseHead(part) !== null),
  },
  asked: {
    param: 'ask',
    fallback: 'auto',
    write: (asked) => (asked === 'auto' ? null : String(asked)),
    read: (text) => (text === 'none' ? text : /^\d{1,5}$/.test(text) ? Number(text) : null),
  },
  side: choice('from', 'query', ASK_SIDES),
  stretch: {
    param: 'zoom',
    fallback: null,
    write: (stretch) => stretch && formatStretch(stretch),
    read: parseStretch,
  },
  scale: choice('scale', 'absolute', ['absolute', 'head', 'log']),
  hidesSinks: flag('hide', false),
  showsEvidence: flag('evidence', true),
  color: choice('color', 'weight', COLOR_KEYS),
  sort: choice('sort', 'layer', SORT_KEYS),
  filter: {
    param: 'label',
    fallback: null,
    write: (label) => label,
    read: (text) => ALL_LABEL_IDS.find((label) => label === text) ?? null,
  },
  minScore: {
    param: 'min',
    fallback: 0,
    write: (score) => (score === 0 ? null : String(score)),
    read: (text) => (/^(0(\.\d{1,3})?|1)$/.test(text) ? Number(text) : null),
  },
  showsWhy: flag('why', false),
  panel: choice('view', PAGE_NAMES[0], PAGE_NAMES),
  ablation: {
    param: 'ablate',
    fallback: [],
    write: (heads) => (heads.length === 0 ? null : formatAblation(heads)),
    read: parseAblation,
  },
  mode: choice('mode', 'mean', ABLATION_MODES),
  picture: choice('picture', 'after', ['before', 'after', 'difference']),
  oneHead: {
    param: 'onehead',
    fallback: [],
    write: (layers) => (layers.length === 0 ? null : layers.join(',')),
    read: (text) => (/^\d{1,4}(,\d{1,4})*$/.test(text) ? risingLayers(text.split(',').map(Number)) : null),
  },
  groups: {
    param: 'groups',
    fallback: 0.2,
    write: (groups) => (groups === 0.2 ? null : String(groups)),
    read: (text) => (/^(0(\.\d{1,2})?|1)$/.test(text) ? Number(text) : null),
  },
  keys: choice('keys', 'all', ALIKE_KEYS),
  twins: {
    param: 'twins',
    fallback: null,
    write: (twins) => (twins === null ? null : twins.map(formatHead).join(',')),
    read: (text) => {
      const [a = null, b = null, ...others] = text.split(',').map(parseHead);
      return a === null || b === null || sameHead(a, b) || others.length > 0 ? null : [a, b];
    },
  },
  cell: {
    param: 'cell',
    fallback: null,
    write: (cell) => (cell === null ? null : cell.join(',')),
    read: (text) => {
      const found = /^(\d{1,5}),(\d{1,5})$/.exec(text);
      return found === null ? null : [Number(found[1]), Number(found[2])];
    },
  },
  stage: choice('stage', 'weight', STAGE_IDS),
  against: { param: 'against', fallback: null, write: (text) => text, read: (text) => text },
  word: {
    param: 'word',
    fallback: '',
    write: (word) => (word === '' ? null : word),
    read: (text) => (text.length <= MAX_WORD ? text : null),
  },
  words: {
    param: 'words',
    fallback: '*feelings',
    write: (words) => (words === '*feelings' ? null : words),
    read: (text) => (text.length <= MAX_WORDS ? text : null),
  },
  map: {
    param: 'map',
    fallback: null,
    write: (map) => map,
    read: (text) => MAP_KINDS.find((map) => map === text) ?? null,
  },
  tau: {
    param: 'tau',
    fallback: 1,
    write: (tau) => (tau === 1 ? null : String(tau)),
    read: (text) => (/^\d(\.\d{1,2})?$/.test(text) && isTemperature(Number(text)) ? Number(text) : null),
  },
  isUnscaled: flag('unscaled', false),
  triedOn: choice('on', 'head', ['head', 'layer', 'all']),
  cost: {
    param: 'cost',
    fallback: null,
    write: (cost) => cost,
    // What its sizes mean, the page "Cost" reads, which comes when it is first looked at.
    read: (text) => (COST.test(text) ? text : null),
  },
  lesson: {
    param: 'lesson',
    fallback: null,
    write: (lesson) => lesson,
    // Which lessons there are is known once they are fetched.
    read: (text) => (/^[a-z][a-z\d-]{0,39}(\.[1-9]\d?)?$/.test(text) ? text : null),
  },
  drawing: {
    param: 'drawing',
    fallback: null,
    write: (drawing) => drawing,
    // Of which size the pad is, its model tells.
    read: (text) => (/^(s\d{1,2}|p[\w-]+)$/.test(text) ? text : null),
  },
  timed: choice('timed', '512', TIMED_LENGTHS),
  isLarge: flag('large', false),
  isPresenting: flag('present', false),
  theme: choice('theme', 'auto', ['auto', 'light', 'dark']),
};

/** What a comparison begins with, and what is otherwise: of a model that is not there yet all sizes are needed. */
const COST = /^(?:model(?=\.)|textbook|gpt2|llama3)(?:\.(?:(?:bias|each)0|[a-z]{1,4}[1-9]\d{0,6}))*$/;

/** Temperature, top-k and seed within the limits of core/write/nextToken.ts, which comes when it is wanted. */
const SAMPLING = /^([1-4](\.\d\d?)?|0\.[1-9]\d?|5),[1-9]\d{0,2},\d{1,6}$/;

/** A temperature that the page tries: a quarter to four times what the model has. */
function isTemperature(tau: number): boolean {
  return tau >= 0.25 && tau <= 4;
}

/** Layers in the one order in which the view and links have them, each once. */
export function risingLayers(layers: readonly number[]): readonly number[] {
  return [...new Set(layers)].toSorted((a, b) => a - b);
}
