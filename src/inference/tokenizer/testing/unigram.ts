const WORDS: readonly (readonly [string, number])[] = [
  ['▁', -3],
  ['▁the', -2],
  ['▁c', -4],
  ['at', -3],
  ['fi', -3],
  ['▁fi', -2.5],
  ['n', -5],
  ['e', -5],
  ['s', -5],
  ['t', -6],
  ['h', -6],
  ['a', -6],
  ['c', -6],
  ['f', -6],
  ['i', -6],
  ['é', -6],
  ['!', -5],
  ['1', -6],
  ['カ', -6],
  ['ガ', -6],
  ['<mask>', 0],
];

type Options = { readonly prependScheme?: 'always' | 'first'; readonly byteFallback?: boolean };

/** A hand-made SentencePiece-style tokenizer.json: Unigram, NFKC, Metaspace, all 256 byte pieces, <s> ... </s>. */
export function makeUnigram({ prependScheme = 'always', byteFallback = true }: Options = {}): Record<string, unknown> {
  const bytes = Array.from({ length: 256 }, (_, byte): [string, number] => [
    `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
    -20,
  ]);
  const vocab: (readonly [string, number])[] = [['<unk>', 0], ['<s>', 0], ['</s>', 0], ...bytes, ...WORDS];
  const idOf = (piece: string) => vocab.findIndex(([other]) => other === piece);
  const added = (content: string, lstrip: boolean) => ({
    id: idOf(content),
    content,
    single_word: false,
    lstrip,
    rstrip: false,
    normalized: false,
    special: true,
  });
  return {
    added_tokens: [added('<unk>', false), added('<s>', false), added('</s>', false), added('<mask>', true)],
    normalizer: { type: 'NFKC' },
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: prependScheme },
    post_processor: { type: 'RobertaProcessing', cls: ['<s>', 1], sep: ['</s>', 2] },
    decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: prependScheme },
    model: { type: 'Unigram', unk_id: 0, byte_fallback: byteFallback, vocab },
  };
}
