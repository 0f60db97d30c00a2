import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { partRows } from '../testing/familyRows.ts';
import type { GraphNode } from './graphProto.ts';
import { operatorOf } from './operators.ts';

const HOUSE = new URL('../../../', import.meta.url);
const ROWS = partRows();
const OPERATORS = ROWS.flatMap(({ operator }) => operator ?? []);

test.each(ROWS.map((row) => [row.name, row] as const))(
  '%s is held by the test, or by the cases of one, that its row names',
  (_, { held, says }) => {
    const file = new URL(held, HOUSE);
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8').includes(says)).toBe(true);
  },
);

test.each(OPERATORS.map((each) => [`${each.domain} ${each.opType}`, each] as const))(
  'the weights of %s come out as its row says',
  (_, { domain, opType, by }) => {
    const node: GraphNode = { domain, opType, name: '', index: 0, inputs: [], outputs: [], attributes: new Map() };
    expect(operatorOf(node)?.weights.by).toBe(by);
  },
);

test('every operator whose weights can be had has a row, and no other', () => {
  const source = readFileSync(new URL('operators.ts', import.meta.url), 'utf8');
  const written = [...source.matchAll(/domain: '([^']*)',\s+opType: '(\w+)'/g)].map(
    ([, domain, opType]) => `${domain} ${opType}`,
  );
  expect(written.length).toBeGreaterThan(5);
  expect(OPERATORS.map(({ domain, opType }) => `${domain} ${opType}`).toSorted()).toEqual(written.toSorted());
});
