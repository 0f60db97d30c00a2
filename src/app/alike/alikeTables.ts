import type { CombinedComparison } from '../../core/alike/combine.ts';
import { distancesOn } from '../../core/alike/combine.ts';
import type { AlikeKeys } from '../../core/alike/comparison.ts';
import type { HeadGroup } from '../../core/alike/groups.ts';
import type { HeadTree } from '../../core/alike/headTree.ts';
import type { DataColumn } from '../../views/DataTable/columns.ts';
import { fourDecimals } from '../../views/parts/numbers.ts';

/** What is drawn of heads that look alike, as rows of tables; heads by their names on screen, by index. */
type Names = readonly string[];

export type PairRow = {
  readonly a: number;
  readonly b: number;
  readonly names: readonly [string, string];
  readonly distance: number;
  readonly contentDistance: number;
  readonly massA: number;
  readonly massB: number;
};

/** All pairs, nearest first on the chosen keys; those without a distance last. */
export function pairRows(comparison: CombinedComparison, names: Names, keys: AlikeKeys): readonly PairRow[] {
  const { distance, contentDistance, contentMass } = comparison;
  const n = contentMass.length;
  const rows: PairRow[] = [];
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++) {
      rows.push({
        a,
        b,
        names: [names[a] ?? '', names[b] ?? ''],
        distance: distance[a * n + b] ?? Number.NaN,
        contentDistance: contentDistance[a * n + b] ?? Number.NaN,
        massA: contentMass[a] ?? Number.NaN,
        massB: contentMass[b] ?? Number.NaN,
      });
    }
  }
  const drawn = distancesOn(comparison, keys);
  const farOf = ({ a, b }: PairRow): number => drawn[a * n + b] ?? Number.NaN;
  return rows.toSorted((x, y) => rank(farOf(x)) - rank(farOf(y)));
}

function rank(distance: number): number {
  return Number.isNaN(distance) ? 2 : distance;
}

type GroupRow = { readonly group: string; readonly size: number; readonly heads: string };

/** What stands for a group's letter where a head is in none. */
const ALONE = 'alone';
const LEFT_OUT = 'cannot be judged';

/** Groups with their heads, largest first, then heads alone, then those that cannot be judged, each by itself. */
export function groupRows(groups: readonly HeadGroup[], tree: HeadTree, names: Names): readonly GroupRow[] {
  return [
    ...groups.map(({ letter, members }) => ({
      group: letter ?? ALONE,
      size: members.length,
      heads: namesOf(members, names),
    })),
    ...tree.order.slice(tree.placed.length).map((head) => ({ group: LEFT_OUT, size: 1, heads: names[head] ?? '' })),
  ];
}

export const GROUP_COLUMNS: readonly DataColumn<GroupRow>[] = [
  { id: 'group', title: 'group', kind: 'name', value: ({ group }) => group },
  { id: 'size', title: 'number of heads', kind: 'number', value: ({ size }) => size },
  { id: 'heads', title: 'heads', kind: 'text', value: ({ heads }) => heads },
];

type PointRow = {
  readonly head: string;
  readonly x: number;
  readonly y: number;
  readonly group: string;
  readonly label: string;
};

/** Points of the map with group and label; coordinates are NaN for heads that have no place. */
export function pointRows(
  points: ArrayLike<number>,
  groups: readonly HeadGroup[],
  names: Names,
  labels: readonly string[],
): readonly PointRow[] {
  const groupOf = new Map(groups.flatMap(({ letter, members }) => members.map((head) => [head, letter ?? ALONE])));
  return names.map((head, index) => ({
    head,
    x: points[2 * index] ?? Number.NaN,
    y: points[2 * index + 1] ?? Number.NaN,
    group: groupOf.get(index) ?? LEFT_OUT,
    label: labels[index] ?? '',
  }));
}

export const POINT_COLUMNS: readonly DataColumn<PointRow>[] = [
  { id: 'head', title: 'head', kind: 'name', value: ({ head }) => head },
  {
    id: 'x',
    title: 'x',
    hint: 'In units of distance',
    kind: 'number',
    value: ({ x }) => known(x),
    text: (row) => four(row.x),
  },
  {
    id: 'y',
    title: 'y',
    hint: 'In units of distance',
    kind: 'number',
    value: ({ y }) => known(y),
    text: (row) => four(row.y),
  },
  { id: 'group', title: 'group', kind: 'text', value: ({ group }) => group },
  { id: 'label', title: 'label', kind: 'text', value: ({ label }) => label },
];

type MergeRow = {
  readonly step: number;
  readonly left: string;
  readonly right: string;
  readonly height: number;
  readonly size: number;
  readonly heads: string;
};

/** Steps in which the tree joins its heads, lowest first; a side is a head, or what an earlier step has joined. */
export function mergeRows({ merges, order }: HeadTree, names: Names): readonly MergeRow[] {
  const n = order.length;
  const members: (readonly number[])[] = order.map((_, head) => [head]);
  const nameOf = (node: number): string => (node < n ? (names[node] ?? '') : `step ${node - n + 1}`);
  return merges.map(({ a, b, height, size }, index) => {
    const joined = [...(members[a] ?? []), ...(members[b] ?? [])].toSorted((x, y) => x - y);
    members.push(joined);
    return { step: index + 1, left: nameOf(a), right: nameOf(b), height, size, heads: namesOf(joined, names) };
  });
}

export const MERGE_COLUMNS: readonly DataColumn<MergeRow>[] = [
  { id: 'step', title: 'step', kind: 'name', value: ({ step }) => step },
  { id: 'left', title: 'one side', kind: 'text', value: ({ left }) => left },
  { id: 'right', title: 'other side', kind: 'text', value: ({ right }) => right },
  {
    id: 'height',
    title: 'height',
    hint: 'Mean distance between the heads of the two sides',
    kind: 'number',
    value: ({ height }) => height,
    text: ({ height }) => fourDecimals(height),
  },
  { id: 'size', title: 'number of heads', kind: 'number', value: ({ size }) => size },
  { id: 'heads', title: 'heads', kind: 'text', value: ({ heads }) => heads },
];

function namesOf(heads: readonly number[], names: Names): string {
  return heads.map((head) => names[head] ?? '').join(' ');
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function four(value: number): string {
  return Number.isFinite(value) ? fourDecimals(value) : '–';
}
