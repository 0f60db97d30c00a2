/** What each floor may import. */
export const BELOW: ReadonlyMap<string, readonly string[]> = new Map([
  ['core', []],
  ['inference', ['core']],
  ['views', ['core']],
  ['offline', []],
  ['app', ['core', 'inference', 'views']],
]);

/**
 * The rooms of the app from the ground up. A row may import itself and the rows below it; a folder that stands in no row is
 * a topic.
 */
export const APP_ROWS: readonly (readonly string[])[] = [
  ['state'],
  ['shown'],
  ['loops', 'parts'],
  ['a topic'],
  ['shell', 'export'],
  ['App', 'main'],
];

const TOPICS = APP_ROWS.findIndex((row) => row.includes('a topic'));

/** A room is a folder of a floor, with all that is in it; a file that lies loose on its floor is a room of its own. */
export type Place = {
  readonly floor: string;
  readonly room: string;
  readonly isLoose: boolean;
};

/** Null for what is on no floor. */
export function placeOf(path: string): Place | null {
  const [, floor = '', inside = '', rest] = /^src\/([^/]+)\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  if (!BELOW.has(floor)) return null;
  // A component and its styles are one.
  const isLoose = rest === undefined;
  return { floor, room: `${floor}/${isLoose ? inside.replace(/(\.module)?\.[^.]+$/, '') : inside}`, isLoose };
}

/** Place of a room of the app from the ground up; null for a loose file that stands in no row. */
export function rowOf({ room, isLoose }: Place): number | null {
  const name = room.replace(/^app\//, '');
  const row = APP_ROWS.findIndex((names) => names.includes(name));
  if (row >= 0) return row;
  return isLoose ? null : TOPICS;
}

export function isTopic(place: Place): boolean {
  return place.floor === 'app' && !place.isLoose && rowOf(place) === TOPICS;
}

/** Whether an import goes up: to a floor that the floor may not import, or to a higher row of the app. */
export function isUpward(from: Place, to: Place): boolean {
  if (from.floor !== to.floor) return !BELOW.get(from.floor)?.includes(to.floor);
  if (from.floor !== 'app') return false;
  const [fromRow, toRow] = [rowOf(from), rowOf(to)];
  return fromRow !== null && toRow !== null && fromRow < toRow;
}
