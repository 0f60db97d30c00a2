import { fail, text } from './parse.ts';
import { isRecord } from '../../core/isRecord.ts';
import type { Json } from './parse.ts';

/** Files that older models come with in place of a tokenizer.json; null for one that is not there. */
export type TokenizerParts = {
  /** vocab.json: piece -> id. */
  readonly vocab: unknown;
  /** merges.txt: a pair of pieces a line, the first to be merged first. */
  readonly merges: string;
  /** added_tokens.json: name -> id, of tokens behind the vocabulary. */
  readonly addedTokens: unknown;
  /** special_tokens_map.json: role -> name. */
  readonly specialTokens: unknown;
  readonly tokenizerConfig: unknown;
  readonly config: unknown;
};

/** The letter of byte-level vocabularies for a space. */
const SPACE = '\u0120';

const HOW =
  'save tokenizer.json with Python, AutoTokenizer.from_pretrained("NAME").save_pretrained("FOLDER"), and open it together with the model';

/** What is put around a text, by the class of the tokenizer. */
type Frame = 'nothing' | 'roberta' | 'bert';

/** Classes and model types whose vocab.json and merges.txt are those of GPT-2. Source: tokenization_*.py of Hugging Face transformers. */
const FRAMES: readonly (readonly [name: RegExp, frame: Frame])[] = [
  [/^(gpt2|codegen|gptj|gpt_neo$|opt$|phi$)/i, 'nothing'],
  [/^(roberta|bart(?!pho|hez)|longformer|led|mvp)/i, 'roberta'],
  [/^deberta(?!-?v2)/i, 'bert'],
];

/**
 * The tokenizer.json that a byte-level BPE tokenizer of two files would be saved as, for `createTokenizer`.
 * Throws AppError 'tokenizer-failed' for files that are broken, or of another kind than GPT-2's.
 */
export function tokenizerFromParts(parts: TokenizerParts): Json {
  const vocab = parts.vocab;
  if (!isRecord(vocab)) return fail('vocab.json is not an object of pieces and their ids');
  const config = isRecord(parts.tokenizerConfig) ? parts.tokenizerConfig : {};
  const frame = frameOf(config, isRecord(parts.config) ? parts.config : {});
  const merges = mergesIn(parts.merges);
  const named = namesOfRoles(parts, config);
  const added = addedTokens(parts, vocab, named, config, frame);
  return {
    added_tokens: added,
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: config['add_prefix_space'] === true, use_regex: true },
    post_processor: postProcessor(frame, config, named, (name) => idOf(name, vocab, added)),
    decoder: { type: 'ByteLevel' },
    model: { type: 'BPE', unk_token: null, vocab, merges },
  };
}

/** Throws for a class of another kind: cut in another way, its pieces would have wrong ids without anybody noticing. */
function frameOf(tokenizerConfig: Json, config: Json): Frame {
  const name = text(tokenizerConfig['tokenizer_class']) ?? text(config['model_type']);
  if (name === null) return 'nothing';
  const known = FRAMES.find(([pattern]) => pattern.test(name));
  return known?.[1] ?? fail(`vocab.json and merges.txt of ${name} are not read: ${HOW}`);
}

/** The first line may name a version. */
function mergesIn(content: string): readonly (readonly [string, string])[] {
  const lines = content.split(/\r?\n/).filter((line, at) => line !== '' && !(at === 0 && line.startsWith('#version')));
  const merges = lines.map((line): readonly [string, string] => {
    const [first = '', second = '', ...more] = line.split(' ');
    if (first === '' || second === '' || more.length > 0)
      fail(`merges.txt has a line that is no pair: "${line.slice(0, 40)}"`);
    return [first, second];
  });
  // Other BPE vocabularies mark ends of words, and have no letter for a space.
  if (merges.length > 0 && !merges.some(([first]) => first.startsWith(SPACE))) {
    fail(`merges.txt is not of a byte-level tokenizer, as GPT-2's: ${HOW}`);
  }
  return merges;
}

type Roles = ReadonlyMap<string, Json>;

/** Special tokens by their roles ("bos_token"), as objects with at least a `content`. */
function namesOfRoles({ specialTokens }: TokenizerParts, tokenizerConfig: Json): Roles {
  const named = new Map<string, Json>();
  for (const source of [specialTokens, tokenizerConfig]) {
    if (!isRecord(source)) continue;
    for (const [role, value] of Object.entries(source)) {
      if (!role.endsWith('_token')) continue;
      const entry = isRecord(value) ? value : { content: value };
      if (text(entry['content'])) named.set(role, entry);
    }
    const more: unknown = source['additional_special_tokens'];
    for (const value of Array.isArray(more) ? (more as readonly unknown[]) : []) {
      const entry = isRecord(value) ? value : { content: value };
      const content = text(entry['content']);
      if (content) named.set(`additional ${content}`, entry);
    }
  }
  return named;
}

/** Roles whose ids stand in config.json. */
const ID_ROLES = ['bos', 'eos', 'pad', 'unk', 'cls', 'sep', 'mask', 'decoder_start'] as const;

function addedTokens(
  parts: TokenizerParts,
  vocab: Json,
  named: Roles,
  tokenizerConfig: Json,
  frame: Frame,
): readonly Json[] {
  const byId = new Map<number, Json>();
  const add = (id: unknown, entry: Json): void => {
    if (typeof id !== 'number' || !text(entry['content'])) return;
    byId.set(id, { normalized: false, lstrip: false, rstrip: false, special: true, ...byId.get(id), ...entry, id });
  };
  const behind = isRecord(parts.addedTokens) ? parts.addedTokens : {};
  for (const [content, id] of Object.entries(behind)) add(id, { content, special: false });
  const config = isRecord(parts.config) ? parts.config : {};
  const ids = ID_ROLES.map((role) => config[`${role}_token_id`]);
  for (const [content, id] of Object.entries(vocab)) if (ids.includes(id)) add(id, { content });
  for (const [role, entry] of named) {
    // A word may stand where a space is: the mask takes it, as its class has it.
    const strips = role === 'mask_token' && frame === 'roberta' ? { lstrip: true } : {};
    add(idOf(text(entry['content']), vocab, [...byId.values()]), { ...strips, ...entry, special: true });
  }
  const decoder = tokenizerConfig['added_tokens_decoder'];
  for (const [id, entry] of Object.entries(isRecord(decoder) ? decoder : {})) {
    if (/^\d{1,9}$/.test(id) && isRecord(entry)) add(Number(id), entry);
  }
  return [...byId.values()];
}

function idOf(name: string | null, vocab: Json, added: readonly Json[]): number | null {
  if (name === null) return null;
  const id = added.find(({ content }) => content === name)?.['id'] ?? (Object.hasOwn(vocab, name) ? vocab[name] : null);
  return typeof id === 'number' ? id : null;
}

/** What the class puts around a text, where its tokens are there. */
function postProcessor(
  frame: Frame,
  tokenizerConfig: Json,
  named: Roles,
  idOfName: (name: string | null) => number | null,
): Json | null {
  const token = (role: string, usual: string): readonly [string, number] | null => {
    const name = text(named.get(role)?.['content']) ?? usual;
    const id = idOfName(name);
    return id === null ? null : [name, id];
  };
  if (frame === 'nothing') {
    const bos = tokenizerConfig['add_bos_token'] === true ? token('bos_token', '<|endoftext|>') : null;
    return bos && opening(bos);
  }
  const [cls, sep] =
    frame === 'roberta'
      ? [token('cls_token', '<s>'), token('sep_token', '</s>')]
      : [token('cls_token', '[CLS]'), token('sep_token', '[SEP]')];
  return cls && sep && { type: frame === 'roberta' ? 'RobertaProcessing' : 'BertProcessing', cls, sep };
}

function opening([name, id]: readonly [string, number]): Json {
  const first = { SpecialToken: { id: name, type_id: 0 } };
  const [a, b] = ['A', 'B'].map((sequence) => ({ Sequence: { id: sequence, type_id: 0 } }));
  const special = { [name]: { id: name, ids: [id], tokens: [name] } };
  return { type: 'TemplateProcessing', single: [first, a], pair: [first, a, b], special_tokens: special };
}
