import { describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { makeSplitter } from './addedTokens.ts';
import { parseTemplates, takesPair } from './template.ts';
import { makeUnigram } from './testing/unigram.ts';
import { createTokenizer } from './tokenizer.ts';
import { findMaskToken, parseTokenizerFile } from './tokenizerFile.ts';

const model = { type: 'BPE', vocab: { a: 0, b: 1, ab: 2 }, merges: ['a b'] };
const byteLevel = { type: 'ByteLevel', add_prefix_space: false };

const noId = () => -1;
const styleOf = (json: unknown) => parseTokenizerFile(json).style;
const sequence = (id: string, typeId: number) => ({ Sequence: { id, type_id: typeId } });
const addedToken = (content: string, strip: { lstrip?: boolean; rstrip?: boolean } = {}) => ({
  id: content.length,
  content,
  special: true,
  normalized: false,
  lstrip: false,
  rstrip: false,
  ...strip,
});

const summary = (json: unknown) => {
  const { single, pair } = parseTemplates(json, noId);
  const show = (slots: typeof single) =>
    slots.map((slot) => (slot.kind === 'special' ? slot.id : 'AB'.charAt(slot.segment)) + `:${slot.typeId}`).join(' ');
  return [show(single), show(pair), takesPair({ single, pair })];
};

const cut = (text: string, ...tokens: ReturnType<typeof addedToken>[]) =>
  makeSplitter(tokens)(text).map((section) => [text.slice(section.start, section.end), section.token?.content ?? null]);

describe('broken files are refused with a code', () => {
  test.each([
    ['null', null, {}],
    ['a list', [], {}],
    ['an HTML page read as text', '<!doctype html>', {}],
    ['no model', { added_tokens: [] }, {}],
    ['an empty vocabulary', { model: { ...model, vocab: {} } }, {}],
    ['ids that are no numbers', { model: { ...model, vocab: { a: 'x' } } }, {}],
    ['an unknown model', { model: { type: 'WordLevel', vocab: { a: 0 } } }, {}],
    ['an unknown normalizer', { model, normalizer: { type: 'Nonsense' } }, {}],
    ['an unknown post-processor', { model, post_processor: { type: 'Nonsense' } }, {}],
    ['an added token without an id', { model, added_tokens: [{ content: '<x>' }] }, {}],
    ['BPE without merges', { model: { type: 'BPE', vocab: { a: 0 } } }, {}],
    ['a config that is no object', { model }, 'text'],
    ['an id far beyond the entries', { model: { ...model, vocab: { a: 0, ab: 4_294_967_290 } } }, {}],
    ['an id below 0', { model: { ...model, vocab: { a: 0, ab: -1 } } }, {}],
    ['half an id', { model: { ...model, vocab: { a: 0, ab: 1.5 } } }, {}],
    ['an id of WordPiece far beyond', { model: { type: 'WordPiece', vocab: { a: 0, b: 2e9 } } }, {}],
    ['an added token far beyond', { model, added_tokens: [{ id: 4_294_967_290, content: '<x>' }] }, {}],
    [
      'a template token with an id that cannot be',
      { model, post_processor: { type: 'BertProcessing', cls: ['a', 1e308], sep: ['b', 1] } },
      {},
    ],
    ['an added token below 0', { model, added_tokens: [{ id: -1, content: '<x>' }] }, {}],
    ['a Unigram list with an entry that is none', { model: { type: 'Unigram', vocab: [['a', 0], null] } }, {}],
  ])('%s', (_, json, config) => {
    const attempt = () => createTokenizer(json, config);
    expect(attempt).toThrow(AppError);
    expect(attempt).toThrow(/^tokenizer-failed: /);
  });
});

test('parts that a file leaves out are taken as none', () => {
  const tokenizer = createTokenizer({ model, pre_tokenizer: byteLevel }, null);
  expect(tokenizer.encode('ab', null, 9).tokens.map(({ piece }) => piece)).toEqual(['ab']);
  expect([tokenizer.maskToken, tokenizer.takesPair]).toEqual([null, false]);
});

describe('ids may have holes', () => {
  const added = [addedToken('<ten chars')];
  test.each<[string, object, readonly number[]]>([
    ['BPE', { model: { ...model, vocab: { a: 0, b: 2, ab: 700 } }, pre_tokenizer: byteLevel }, [700, 2]],
    [
      'WordPiece',
      {
        model: {
          type: 'WordPiece',
          unk_token: '?',
          continuing_subword_prefix: '##',
          vocab: { '?': 0, ab: 4, '##b': 700 },
        },
      },
      [4, 700],
    ],
    [
      'Unigram, whose added tokens stand behind',
      {
        model: {
          type: 'Unigram',
          unk_id: 0,
          vocab: [
            ['?', 0],
            ['ab', -1],
            ['b', -1],
          ],
        },
      },
      [1, 2],
    ],
  ])('%s', (_, json, ids) => {
    const tokenizer = createTokenizer({ ...json, added_tokens: added }, null);
    expect(tokenizer.encode('abb', null, 9).tokens.map(({ id }) => id)).toEqual(ids);
    expect(tokenizer.pieceText(10)).toBe('<ten chars');
    expect(tokenizer.pieceText(9)).toBe('<no piece 9>');
  });

  test('as many as the entries warrant', () => {
    const vocab = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`piece${i}`, 15 * i]));
    expect(parseTokenizerFile({ model: { ...model, vocab } }).pieces[1_499_985]).toBe('piece99999');
    expect(() => parseTokenizerFile({ model: { ...model, vocab: { ...vocab, last: 1_700_000 } } })).toThrow(/1700000/);
  });
});

test('the style of the pieces follows the model and what is around it', () => {
  expect(styleOf({ model, pre_tokenizer: byteLevel })).toBe('byteLevel');
  expect(styleOf({ model, pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Split' }, byteLevel] } })).toBe(
    'byteLevel',
  );
  expect(styleOf({ model, decoder: { type: 'Sequence', decoders: [{ type: 'ByteFallback' }] } })).toBe('metaspace');
  expect(styleOf({ model: { type: 'WordPiece', vocab: { a: 0 } } })).toBe('wordPiece');
  expect(styleOf(makeUnigram())).toBe('metaspace');
});

test('the mask token comes from the config, else from an added token of that name', () => {
  const { added } = parseTokenizerFile(makeUnigram());
  expect(findMaskToken({ mask_token: '[HIDDEN]' }, added)).toBe('[HIDDEN]');
  expect(findMaskToken({ mask_token: { content: '[X]' } }, added)).toBe('[X]');
  expect(findMaskToken({}, added)).toBe('<mask>');
  expect(findMaskToken({ mask_token: null }, [])).toBeNull();
});

describe('templates', () => {
  test('old post-processors', () => {
    const tokens = { cls: ['[CLS]', 7], sep: ['[SEP]', 8] };
    expect(summary({ type: 'BertProcessing', ...tokens })).toEqual(['7:0 A:0 8:0', '7:0 A:0 8:0 B:1 8:1', true]);
    expect(summary({ type: 'RobertaProcessing', ...tokens })).toEqual(['7:0 A:0 8:0', '7:0 A:0 8:0 8:0 B:0 8:0', true]);
    expect(summary(byteLevel)).toEqual(['A:0', 'A:0 B:0', false]);
    expect(summary(null)).toEqual(['A:0', 'A:0 B:0', false]);
  });

  test('a template in a sequence, with type ids alone telling the texts apart', () => {
    const template = {
      type: 'TemplateProcessing',
      single: [{ SpecialToken: { id: '<b>', type_id: 0 } }, sequence('A', 0)],
      pair: [sequence('A', 0), sequence('B', 1)],
      special_tokens: { '<b>': { id: '<b>', ids: [5, 6], tokens: ['<b>', '<c>'] } },
    };
    expect(summary({ type: 'Sequence', processors: [byteLevel, template] })).toEqual(['5:0 6:0 A:0', 'A:0 B:1', true]);
    expect(() => summary({ ...template, special_tokens: {} })).toThrow(AppError);
  });
});

describe('added tokens', () => {
  test('the longest of the names that begin together wins, signs are taken as they are', () => {
    expect(cut('a<x>b<x>>', addedToken('<x>'), addedToken('<x>>'))).toEqual([
      ['a', null],
      ['<x>', '<x>'],
      ['b', null],
      ['<x>>', '<x>>'],
    ]);
    expect(cut('.[*].', addedToken('[*]'))).toEqual([
      ['.', null],
      ['[*]', '[*]'],
      ['.', null],
    ]);
  });

  test('stripping names take the spaces beside them, once', () => {
    const both = addedToken('<m>', { lstrip: true, rstrip: true });
    expect(cut('a <m> <m> b', both)).toEqual([
      ['a', null],
      [' <m> ', '<m>'],
      ['<m> ', '<m>'],
      ['b', null],
    ]);
  });

  test('without added tokens the text is one section, the empty text none', () => {
    expect(cut('ab')).toEqual([['ab', null]]);
    expect(cut('')).toEqual([]);
  });
});
