import { describe, expect, test } from 'vitest';
import type { ModelRun } from '../../core/run.ts';
import type { Token } from '../../core/tokens.ts';
import { TINY } from '../testing/runs.ts';
import { isOfSameText, isOfText } from './runText.ts';

const WORDS = ['The', ' cat', ' sat', ' down'];
const CUT: ModelRun['cut'] = { nTokensWanted: 9, segment: 0, offset: 0 };

/** A run of the first `nTyped` words; the others, by their numbers, are written behind them. */
function run(nTyped: number, written: readonly number[], cut: ModelRun['cut'] = null) {
  let end = 0;
  const ids = [...Array(nTyped).keys(), ...written];
  const tokens = ids.map((id, position): Token => {
    const text = WORDS[id]!;
    const start = end;
    end += text.length;
    const token = { position, id, piece: text, text, start, end, special: false, segment: 0 } as const;
    return position < nTyped ? token : { ...token, isWritten: true };
  });
  return { model: TINY, tokens, targetTokens: null, pair: null, text: tokens.map(({ text }) => text).join(''), cut };
}

/** The same words as the target of a source. */
function target(...of: Parameters<typeof run>) {
  const { tokens, text, ...rest } = run(...of);
  return {
    ...rest,
    model: { ...TINY, takes: 'text-to-text' as const },
    text: SOURCE,
    tokens: [],
    targetTokens: tokens,
    pair: text,
  };
}
const SOURCE = 'Die Katze';

describe('a run', () => {
  test.each([
    ['with all that is written', run(1, [2, 3]), 'The', [2, 3], true, true],
    ['with nothing written', run(2, []), 'The cat', null, true, true],
    ['that has one token less', run(1, [2]), 'The', [2, 3], false, true],
    ['that has one token more', run(1, [2, 3]), 'The', [2], false, true],
    ['with another token', run(1, [2, 1]), 'The', [2, 3], false, false],
    ['with the same words, of which more are typed', run(2, [2]), 'The', [1, 2], false, false],
    ['of another text', run(2, [2]), 'The dog', [2], false, false],
    ['of a text that goes on', run(2, []), 'The', null, false, false],
    ['with as much as the model reads', run(1, [2], CUT), 'The', [2, 3], true, true],
    ['that was cut behind other tokens', run(1, [1], CUT), 'The', [2, 3], false, false],
    ['that was cut, of a text with less behind it', run(1, [2, 3], CUT), 'The', [2], false, true],
  ] as const)('%s', (_, of, text, written, isAll, isSame) => {
    const typed = { text, pair: null, written };
    expect([isOfText(of, typed), isOfSameText(of, typed)]).toEqual([isAll, isSame]);
  });

  test.each([
    ['with all that is written behind what is typed', target(1, [2, 3]), 'The', [2, 3], true, true],
    ['with all that is written, nothing typed', target(0, [1, 2]), null, [1, 2], true, true],
    ['that has one token less', target(1, [2]), 'The', [2, 3], false, true],
    ['with another token', target(1, [2, 1]), 'The', [2, 3], false, false],
    ['that the model wrote whole, where nothing is written yet', target(2, []), null, [], false, false],
    ['that is typed, where nothing is written yet', target(2, []), 'The cat', [], true, true],
  ] as const)('of a target %s', (_, of, pair, written, isAll, isSame) => {
    const typed = { text: SOURCE, pair, written };
    expect([isOfText(of, typed), isOfSameText(of, typed)]).toEqual([isAll, isSame]);
    expect(isOfSameText(of, { ...typed, text: 'Der Hund' })).toBe(false);
  });

  test('of ids that were typed with commas is of these ids', () => {
    const of = { ...run(2, []), text: '5 12', model: { ...TINY, takes: 'ids' as const } };
    expect(isOfText(of, { text: ' 5,  12 ', pair: null, written: [] })).toBe(true);
    expect(isOfText(of, { text: '51 2', pair: null, written: [] })).toBe(false);
  });
});
