import { describe, expect, test } from 'vitest';
import { combineComparisons } from '../../core/alike/combine.ts';
import { cutTree } from '../../core/alike/groups.ts';
import { headTree } from '../../core/alike/headTree.ts';
import { tableCsv } from '../../views/DataTable/csv.ts';
import {
  GROUP_COLUMNS,
  groupRows,
  MERGE_COLUMNS,
  mergeRows,
  pairRows,
  POINT_COLUMNS,
  pointRows,
} from './alikeTables.ts';

const NAMES = ['L4H0', 'L4H1', 'L6H0', 'L6H1', 'L8H0'];
/** Places 0, 10, 1, 3 on a line, and one head of which nothing is known. */
const PLACES = [0, 10, 1, 3, Number.NaN];
const distance = Float32Array.from(PLACES.flatMap((a) => PLACES.map((b) => Math.abs(a - b) / 10)));
const tree = headTree(distance, 5);
const groups = cutTree(tree, 0.2);

describe('what is drawn of heads that look alike, as tables', () => {
  test('has every group with its heads, the heads alone, and those that cannot be judged', () => {
    expect(tableCsv(GROUP_COLUMNS, groupRows(groups, tree, NAMES))).toBe(
      'group,number of heads,heads\r\nA,2,L4H0 L6H0\r\nalone,1,L4H1\r\nalone,1,L6H1\r\ncannot be judged,1,L8H0\r\n',
    );
  });

  test('has the steps of the tree, a side being a head or what an earlier step has joined', () => {
    const rows = mergeRows(tree, NAMES);
    expect(rows.map(({ step, left, right, size, heads }) => `${step}: ${left} + ${right} = ${size}: ${heads}`)).toEqual(
      [
        '1: L4H0 + L6H0 = 2: L4H0 L6H0',
        '2: L6H1 + step 1 = 3: L4H0 L6H0 L6H1',
        '3: L4H1 + step 2 = 4: L4H0 L4H1 L6H0 L6H1',
      ],
    );
    // 0.3 and 0.2; 1, 0.9 and 0.7.
    expect(rows.map(({ height }) => Number(height.toFixed(6)))).toEqual([0.1, 0.25, 0.866667]);
    expect(tableCsv(MERGE_COLUMNS, rows).split('\r\n')[0]).toBe(
      'step,one side,other side,height,number of heads,heads',
    );
  });

  test('has every point with its group and label, without numbers where it has no place', () => {
    const points = [0.5, -1, 0.25, 1, 0, 0, 2, 3, Number.NaN, Number.NaN];
    const labels = ['previous token', '', '', 'sink', ''];
    expect(tableCsv(POINT_COLUMNS, pointRows(points, groups, NAMES, labels))).toBe(
      [
        'head,x,y,group,label',
        'L4H0,0.5,-1,A,previous token',
        'L4H1,0.25,1,alone,',
        'L6H0,0,0,A,',
        'L6H1,2,3,alone,sink',
        'L8H0,,,cannot be judged,',
        '',
      ].join('\r\n'),
    );
    expect(
      POINT_COLUMNS.map(({ text }) => text?.({ head: '', x: Number.NaN, y: Number.NaN, group: '', label: '' })),
    ).toEqual([undefined, '–', '–', undefined, undefined]);
  });

  test('has the pairs nearest first on the keys that are chosen, those not known last', () => {
    const comparison = combineComparisons([
      {
        nLayers: 5,
        nHeads: 1,
        nTokens: 9,
        distance: distance.map((one) => (Number.isNaN(one) ? 0.05 : one)),
        contentDistance: distance,
        contentMass: Float32Array.of(0.1, 0.2, 0.3, 0.4, 0),
      },
    ]);
    expect(pairRows(comparison, NAMES, 'all')[0]?.names).toEqual(['L4H0', 'L8H0']);
    const onContent = pairRows(comparison, NAMES, 'content');
    expect(onContent).toHaveLength(10);
    expect(onContent[0]?.names).toEqual(['L4H0', 'L6H0']);
    expect(onContent.slice(6).every(({ contentDistance }) => Number.isNaN(contentDistance))).toBe(true);
    expect(onContent[5]).toMatchObject({ names: ['L4H0', 'L4H1'], contentDistance: 1 });
    // The same where the first head is the one that is not known.
    const first = { ...comparison, contentDistance: distance.map((_, cell) => distance[24 - cell]!) };
    expect(pairRows(first, NAMES, 'content')[0]?.names).toEqual(['L6H0', 'L8H0']);
  });
});
