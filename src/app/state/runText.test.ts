import { describe, expect, test } from 'vitest';
import type { ModelRun } from '../../core/run.ts';
import type { Token } from '../../core/tokens.ts';
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
  return { tokens, text: tokens.map(({ text }) => text).join(''), cut };
}

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
    expect([isOfText(of, { text, written }), isOfSameText(of, { text, written })]).toEqual([isAll, isSame]);
  });
});
