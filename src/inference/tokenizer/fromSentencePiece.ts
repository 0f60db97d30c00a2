import { isRecord } from '../../core/isRecord.ts';
import { METASPACE } from './align/unigram.ts';
import { text } from './parse.ts';
import type { Json } from './parse.ts';
import { PIECE, readSentencePiece } from './sentencePiece.ts';
import type { SentencePieceModel } from './sentencePiece.ts';
import { framed } from './frames.ts';
import type { Frame } from './frames.ts';

type Files = { readonly tokenizerConfig: unknown; readonly config: unknown };
type Entry = readonly [piece: string, score: number];

/** How a family numbers pieces and what it puts around a text. */
type Family = {
  readonly frame: Frame;
  /** Its vocabulary in the order of ids, out of that of the model; left out where it is the same. */
  readonly vocab?: (entries: readonly Entry[]) => readonly Entry[];
  /** Tokens behind its vocabulary. */
  readonly behind?: (config: Json, nPieces: number) => readonly string[];
};

/** The tag of the field `pieces`. */
const FIRST_PIECE = 0x0a;

/** The first ids are those of fairseq, and all others stand one place later. */
const fairseq = (entries: readonly Entry[]): readonly Entry[] => [
  ['<s>', 0],
  ['<pad>', 0],
  ['</s>', 0],
  ['<unk>', 0],
  ...entries.slice(3),
];

/** Of a name or model type. Source: convert_slow_tokenizer.py and tokenization_*.py of Hugging Face transformers. */
const FAMILIES: readonly (readonly [name: RegExp, family: Family])[] = [
  [/^(u?mt5|umt5)/i, { frame: { after: ['</s>'] }, behind: (config) => sentinels(config, 0) }],
  [/^(long)?t5/i, { frame: { after: ['</s>'] }, behind: (config) => sentinels(config, 100) }],
  [
    /^xlm-?roberta/i,
    {
      frame: { before: ['<s>'], after: ['</s>'], between: ['</s>', '</s>'] },
      vocab: fairseq,
      behind: () => ['<mask>'],
    },
  ],
  [
    /^camembert/i,
    {
      frame: { before: ['<s>'], after: ['</s>'], between: ['</s>', '</s>'] },
      vocab: (entries) => [
        ['<s>NOTUSED', 0],
        ['<pad>', 0],
        ['</s>NOTUSED', 0],
        ['<unk>', 0],
        ['<unk>NOTUSED', -100],
        ...entries.slice(1),
      ],
      behind: () => ['<mask>'],
    },
  ],
  [/^(albert|big_?bird)/i, { frame: { before: ['[CLS]'], after: ['[SEP]'], between: ['[SEP]'], hasTypes: true } }],
  [
    /^deberta-?v[23]/i,
    {
      frame: { before: ['[CLS]'], after: ['[SEP]'], between: ['[SEP]'], hasTypes: true },
      behind: () => ['[MASK]'],
    },
  ],
  [/^(llama|mistral|mixtral|phi3|gemma)/i, { frame: { before: ['<s>', '<bos>'], isOptional: true } }],
];

/**
 * The tokenizer.json that a SentencePiece model would be saved as, for `createTokenizer`; null where nobody knows how its family numbers
 * the pieces. Throws AppError 'tokenizer-failed' for a file that is broken or of another kind.
 */
export function tokenizerFromSentencePiece(bytes: Uint8Array, files: Files): Json | null {
  // A file of the same name may be a list of pieces in letters, which begins otherwise.
  if (bytes[0] !== FIRST_PIECE) return null;
  const model = readSentencePiece(bytes);
  const tokenizerConfig = isRecord(files.tokenizerConfig) ? files.tokenizerConfig : {};
  const name =
    text(tokenizerConfig['tokenizer_class']) ?? text(isRecord(files.config) ? files.config['model_type'] : null);
  const family = name === null ? { frame: {} } : FAMILIES.find(([pattern]) => pattern.test(name))?.[1];
  if (family === undefined) return null;
  const own = model.pieces.map(({ piece, score }): Entry => [piece, score]);
  const vocab = family.vocab?.(own) ?? own;
  const behind = (family.behind?.(tokenizerConfig, vocab.length) ?? []).filter(
    (each) => !own.some(([piece]) => piece === each),
  );
  const whole = [...vocab, ...behind.map((piece): Entry => [piece, 0])];
  const idOf = new Map(whole.map(([piece], id) => [piece, id]));
  const marked = model.pieces.filter(
    ({ type }) => type !== PIECE.normal && type !== PIECE.byte && type !== PIECE.unused,
  );
  const added = [
    ...marked.map(({ piece, type }) => ({ piece, special: type !== PIECE.userDefined })),
    ...[...vocab.slice(0, 4).map(([piece]) => piece), ...behind]
      .filter((piece) => /^[<[]/.test(piece) && !marked.some((other) => other.piece === piece))
      .map((piece) => ({ piece, special: true })),
  ].flatMap(({ piece, special }) => {
    const id = idOf.get(piece);
    const lstrip = piece === '<mask>' || piece === '[MASK]';
    return id === undefined ? [] : [{ id, content: piece, special, normalized: false, lstrip, rstrip: false }];
  });
  const unknown = model.pieces.find(({ type }) => type === PIECE.unknown)?.piece ?? '<unk>';
  return {
    added_tokens: added,
    ...(model.isBpe ? asBpe(model, whole, unknown) : asUnigram(model, whole, idOf.get(unknown) ?? 0, tokenizerConfig)),
    post_processor: framed(family.frame, (piece) => idOf.get(piece) ?? null, tokenizerConfig),
  };
}

/** "<extra_id_99>" first, as T5 numbers them. */
function sentinels(config: Json, usual: number): readonly string[] {
  const n = typeof config['extra_ids'] === 'number' ? Math.min(config['extra_ids'], 1000) : usual;
  return Array.from({ length: n }, (_, at) => `<extra_id_${n - 1 - at}>`);
}

/** Rules for characters, then runs of spaces as one; families say besides whether letters become small. */
function normalizers({ rules, hasRules, removesSpaces }: SentencePieceModel, isLower: boolean): readonly Json[] {
  return [
    ...(isLower || rules.endsWith('_cf') ? [{ type: 'Lowercase' }] : []),
    ...(hasRules ? [{ type: 'Precompiled', precompiled_charsmap: '' }] : []),
    ...(removesSpaces
      ? [
          { type: 'Strip', strip_left: true, strip_right: true },
          { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' },
        ]
      : []),
  ];
}

function asUnigram(
  model: SentencePieceModel,
  vocab: readonly Entry[],
  unknownId: number,
  { do_lower_case: isLower }: Json,
): Json {
  const pieces = { type: 'Metaspace', replacement: METASPACE, prepend_scheme: model.addsPrefix ? 'always' : 'never' };
  return {
    normalizer: { type: 'Sequence', normalizers: normalizers(model, isLower === true) },
    pre_tokenizer: pieces,
    decoder: pieces,
    model: { type: 'Unigram', unk_id: unknownId, byte_fallback: model.bytesForUnknown, vocab },
  };
}

/** No words are cut beforehand: a piece may hold several spaces. */
function asBpe(model: SentencePieceModel, vocab: readonly Entry[], unknown: string): Json {
  const prefix = model.addsPrefix ? [{ type: 'Prepend', prepend: METASPACE }] : [];
  const spaces = { type: 'Replace', pattern: { String: ' ' }, content: METASPACE };
  return {
    normalizer: { type: 'Sequence', normalizers: [...normalizers(model, false), ...prefix, spaces] },
    pre_tokenizer: null,
    decoder: null,
    model: {
      type: 'BPE',
      unk_token: unknown,
      fuse_unk: true,
      byte_fallback: model.bytesForUnknown,
      vocab: Object.fromEntries(vocab.map(([piece], id) => [piece, id])),
      merges: mergesOf(model),
    },
  };
}

/** Every way of making a piece of two others, the piece of the highest score first. */
function mergesOf({ pieces }: SentencePieceModel): readonly (readonly [string, string])[] {
  const idOf = new Map(pieces.map(({ piece }, id) => [piece, id]));
  const merges = pieces.flatMap(({ piece, score, type }) => {
    if (type !== PIECE.normal) return [];
    const letters = Array.from(piece);
    const parts = letters
      .slice(1)
      .map((_, at) => [letters.slice(0, at + 1).join(''), letters.slice(at + 1).join('')] as const);
    const known = parts.filter(([left, right]) => idOf.has(left) && idOf.has(right));
    const order = ([left, right]: readonly [string, string]) => [idOf.get(left) ?? 0, idOf.get(right) ?? 0] as const;
    const sorted = known.toSorted((a, b) => order(a)[0] - order(b)[0] || order(a)[1] - order(b)[1]);
    return sorted.map((pair) => ({ pair, score }));
  });
  return merges.toSorted((a, b) => b.score - a.score).map(({ pair }) => pair);
}
