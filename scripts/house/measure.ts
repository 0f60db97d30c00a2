import { arrowsBetween } from './arrows.ts';
import { circles } from './circles.ts';
import { exportUsers } from './exportUsers.ts';
import { BELOW, isTopic, placeOf, rowOf } from './floors.ts';
import type { SourceFile } from './sourceFiles.ts';

export type FloorCount = {
  readonly floor: string;
  readonly nFiles: number;
  readonly nRooms: number;
  /** Arrows between rooms of this floor. */
  readonly nArrows: number;
  /** Arrows from its rooms to rooms of other floors. */
  readonly nArrowsOut: number;
  /** Pairs of its rooms that import each other. */
  readonly nMutual: number;
};

/** Where the arrows of the app are: what a topic needs, and what puts topics together. */
export type TopicCount = {
  readonly nTopics: number;
  /** Arrows from a topic to what lies below it. */
  readonly nFrom: number;
  /** Arrows to a topic from what lies above it. */
  readonly nTo: number;
  /** Arrows of the app that touch no topic. */
  readonly nBeside: number;
};

/** What should not be, each named as it is printed. */
export type Findings = {
  readonly upward: readonly string[];
  readonly topicToTopic: readonly string[];
  readonly circles: readonly string[];
  /** Exports that nothing but tests takes. */
  readonly onlyTests: readonly string[];
  /** Exports that no other file takes. */
  readonly unused: readonly string[];
  /** Loose files of the app that stand in none of its rows. */
  readonly unplaced: readonly string[];
};

export type Measure = {
  readonly nFiles: number;
  readonly nLines: number;
  readonly nStyles: number;
  readonly nStyleLines: number;
  /** Lines of a file; styles do not count. */
  readonly medianLines: number;
  readonly p90Lines: number;
  readonly maxLines: number;
  readonly floors: readonly FloorCount[];
  readonly topics: TopicCount;
  readonly nExports: number;
  /** Exports that of all product files and tools only tools take: they count as used. */
  readonly nOnlyTools: number;
  readonly findings: Findings;
};

export function measure(files: readonly SourceFile[]): Measure {
  const product = files.filter(({ kind }) => kind === 'product');
  const [styles, code] = [true, false].map((isStyle) =>
    product.filter(({ path }) => path.endsWith('.css') === isStyle),
  );
  const lines = (code ?? []).map(({ nLines }) => nLines).toSorted((a, b) => a - b);
  const share = (part: number): number => lines[Math.min(lines.length - 1, Math.floor(part * lines.length))] ?? 0;
  const exported = exportUsers(files);
  const unshipped = exported.filter(({ users }) => !users.has('product') && !users.has('tool'));
  const named = (isTested: boolean): readonly string[] =>
    unshipped.filter(({ users }) => users.has('test') === isTested).map(({ file, name }) => `${file}: ${name}`);
  const arrows = arrowsBetween(files);
  return {
    nFiles: lines.length,
    nLines: sum(lines),
    nStyles: styles?.length ?? 0,
    nStyleLines: sum((styles ?? []).map(({ nLines }) => nLines)),
    medianLines: share(0.5),
    p90Lines: share(0.9),
    maxLines: lines.at(-1) ?? 0,
    floors: [...BELOW.keys()].map((floor) => countFloor(floor, product, arrows)),
    topics: countTopics(product, arrows),
    nExports: exported.length,
    nOnlyTools: exported.filter(({ users }) => !users.has('product') && users.has('tool')).length,
    findings: {
      upward: arrows.filter(({ isUpward }) => isUpward).flatMap(({ imports }) => imports),
      topicToTopic: arrows.filter(({ isTopicToTopic }) => isTopicToTopic).flatMap(({ imports }) => imports),
      circles: circles(new Map(product.map(({ path, uses }) => [path, uses.map(({ file }) => file)]))).map((circle) =>
        circle.join(' '),
      ),
      onlyTests: named(true),
      unused: named(false),
      unplaced: product.map(({ path }) => path).filter(isUnplaced),
    },
  };
}

function countFloor(
  floor: string,
  product: readonly SourceFile[],
  arrows: ReturnType<typeof arrowsBetween>,
): FloorCount {
  const places = product.map(({ path }) => placeOf(path)).filter((place) => place?.floor === floor);
  const own = arrows.filter(({ from }) => from.floor === floor);
  const within = own.filter(({ to }) => to.floor === floor);
  const names = new Set(within.map(({ from, to }) => `${from.room} ${to.room}`));
  return {
    floor,
    nFiles: places.length,
    nRooms: new Set(places.map((place) => place?.room)).size,
    nArrows: within.length,
    nArrowsOut: own.length - within.length,
    nMutual: within.filter(({ from, to }) => from.room < to.room && names.has(`${to.room} ${from.room}`)).length,
  };
}

function countTopics(product: readonly SourceFile[], arrows: ReturnType<typeof arrowsBetween>): TopicCount {
  const topics = product.map(({ path }) => placeOf(path)).filter((place) => place !== null && isTopic(place));
  const own = arrows.filter(({ from, to }) => from.floor === 'app' && to.floor === 'app');
  const nFrom = own.filter(({ from }) => isTopic(from)).length;
  const nTo = own.filter(({ from, to }) => isTopic(to) && !isTopic(from)).length;
  return {
    nTopics: new Set(topics.map((place) => place?.room)).size,
    nFrom,
    nTo,
    nBeside: own.length - nFrom - nTo,
  };
}

function isUnplaced(path: string): boolean {
  const place = placeOf(path);
  return place === null || (place.floor === 'app' && rowOf(place) === null && !path.endsWith('.css'));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
