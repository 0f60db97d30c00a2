import { isRecord } from '../../core/isRecord.ts';
import { framed } from './frames.ts';
import { fail } from './parse.ts';
import type { Json } from './parse.ts';

/** A piece that continues a word, as BERT's vocabularies mark it. */
const CONTINUES = /^##./;

/**
 * The tokenizer.json that a vocab.txt of BERT, a piece a line, would be saved as; null where the file is of another kind.
 * Source: tokenization_bert.py of Hugging Face transformers.
 */
export function tokenizerFromVocabText(content: string, tokenizerConfig: unknown): Json | null {
  const lines = content.replace(/\r?\n$/, '').split(/\r?\n/);
  if (lines.length > 1e7) return fail('vocab.txt has too many lines');
  const idOf = new Map(lines.map((piece, id) => [piece, id]));
  const isBert =
    ['[UNK]', '[CLS]', '[SEP]'].every((piece) => idOf.has(piece)) && lines.some((line) => CONTINUES.test(line));
  if (!isBert) return null;
  const config = isRecord(tokenizerConfig) ? tokenizerConfig : {};
  const { do_lower_case: said } = config;
  // A vocabulary with capitals has no use for small letters alone.
  const isLower = typeof said === 'boolean' ? said : !lines.some((piece) => /^\p{Lu}\p{Ll}/u.test(piece));
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
  return {
    added_tokens: special.flatMap((piece) => {
      const id = idOf.get(piece);
      return id === undefined
        ? []
        : [{ id, content: piece, special: true, normalized: false, lstrip: false, rstrip: false }];
    }),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: config['tokenize_chinese_chars'] !== false,
      strip_accents: config['strip_accents'] ?? null,
      lowercase: isLower,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: framed(
      { before: ['[CLS]'], after: ['[SEP]'], between: ['[SEP]'], hasTypes: true },
      (piece) => idOf.get(piece) ?? null,
      config,
    ),
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(idOf),
    },
  };
}
