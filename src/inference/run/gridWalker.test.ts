import { resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readManifest } from '../../../scripts/modelManifest.ts';
import type { ModelRun } from '../../core/run.ts';
import { startShipped } from '../testing/startShipped.ts';
import { runInput } from './runInput.ts';

const model = await startShipped('grid-walker');
afterAll(() => model.session.release());

const { examples = [], firstText } = readManifest(resolve(import.meta.dirname, '../../../models')).models.find(
  ({ id }) => id === 'grid-walker',
)!;

/** Of the longest shortest way between two cells of a grid, moves and cells. */
const MOST_WORDS = 60;
const MOVES: Readonly<Record<string, readonly [columns: number, rows: number]>> = {
  up: [0, 1],
  down: [0, -1],
  left: [-1, 0],
  right: [1, 0],
};

async function read(text: string): Promise<ModelRun> {
  const input = { kind: 'text', text, pair: null } as const;
  return (await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal)).run;
}

/** The text with what the model writes behind it, the likeliest word each time, up to the word that ends a walk. */
async function walkOn(text: string): Promise<ModelRun> {
  const run = await read(text);
  const next = run.foretold?.[0]?.candidates[0]?.text.trim();
  if (next === undefined || next === 'there' || run.tokens.length > MOST_WORDS) return run;
  return walkOn(`${text} ${next}`);
}

/** The cell that a move leads to; "" where the grid ends. */
function moved(cell: string, move: string): string {
  const [columns, rows] = MOVES[move]!;
  const column = 'abcde'[cell.charCodeAt(0) - 97 + columns];
  const row = '12345'[Number(cell[1]) - 1 + rows];
  return column === undefined || row === undefined ? '' : column + row;
}

describe.each(examples)('%s', (asked) => {
  test('the written moves come to the goal and through no wall, and L0H2 looks at the goal before each of them', async () => {
    const run = await walkOn(asked);
    const told = asked.split(' ');
    const [start = '', goal = ''] = [told[1], told[3]];
    const walls = told.filter((_, at) => told[at - 1] === 'wall');
    const written = run.tokens.slice(1 + told.length).map(({ text }) => text.trim());
    let cell = start;
    for (const move of written.filter((word) => word in MOVES)) {
      cell = moved(cell, move);
      expect(walls).not.toContain(cell);
      expect(cell).not.toBe('');
    }
    expect(cell).toBe(goal);

    // Before each move stands ":" or the cell that the one before led to; at the goal there is no other.
    const { nHeads, nQueries, nKeys, data } = run.attention[0]!;
    const places = written.flatMap((word, at) => (word in MOVES ? [told.length + at] : []));
    expect(places.length).toBeGreaterThanOrEqual(4);
    expect([nHeads, run.tokens[4]?.text.trim()]).toEqual([4, goal]);
    for (const at of places) expect(data[(2 * nQueries + at) * nKeys + 4]).toBeGreaterThan(0.65);
    // Where the walk begins, L0H0 looks at the start.
    expect(data[told.length * nKeys + 2]).toBeGreaterThan(0.9);
  });
});

test('it begins with the first of its examples', () => {
  expect(firstText).toBe(examples[0]);
  expect(examples).toHaveLength(4);
});

test('a word of another language is none of its', async () => {
  const { tokens } = await read('start b2 goal cash :');
  expect(tokens.map(({ text }) => text.trim())).toEqual(['<s>', 'start', 'b2', 'goal', expect.any(String), ':']);
  expect(tokens.map(({ id }) => id)).toEqual([0, 3, 18, 4, 2, 6]);
});
