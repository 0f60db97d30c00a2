/** What is typed: ordinary, empty, ids for models without a tokenizer, scripts of both directions, more than a model takes. */
export const TEXTS = [
  'The boy sprinted to the bank because he needed cash quickly.',
  'The dog slept.',
  'Hi',
  '',
  '   ',
  '5 9 2 1 17',
  '1 2 99999999 4',
  'qx 7 zu 3 kp 9 wv 5 qx 7 zu 3 kp 9 wv 5',
  'She opened the [MASK] and went out.',
  'Le garçon & la "banque" #1 = 50 % + 🏦?',
  'שלום עולם hello \u202Eabc\u202C \u200Bx\u00AD\uFEFF',
  '你好，世界很大。',
  'the sea and the land, '.repeat(20),
  'word '.repeat(700),
  'one line\nanother\n\nand\ttabs',
  '<b>"&amp;\\u0000 [CLS] <|endoftext|></b>',
] as const;

/** Keys of the page, and those that move about and press what has the focus. */
export const KEYS =
  '? / a b e h p s x v l Escape Escape 1 2 9 x v ArrowLeft ArrowRight ArrowUp ArrowDown Tab Shift+Tab Enter Space Home End PageDown PageUp'.split(
    ' ',
  );
