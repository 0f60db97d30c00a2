import type { PlanePlace } from './AlikePlane.layout.ts';
import { textWidth } from '../picture/textWidth.ts';

export const NAME_SIZE = 7;

type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** Where a name stands: its point, and once it has been placed the left end of its middle line. */
type PlacedName = PlanePlace & { readonly name: string };

/**
 * Names beside points of the given radius, at the right, the left, above or below, whichever is free first; a name that would
 * lie on a point, on another name or outside is left out.
 */
export function placedNames(
  points: readonly PlacedName[],
  radius: number,
  width: number,
  height: number,
): readonly PlacedName[] {
  const taken: Box[] = points.map(({ x, y }) => boxAt(x - radius, y, 2 * radius, 2 * radius));
  return points.flatMap(({ x, y, name }) => {
    const room = textWidth(name, NAME_SIZE, 'mono');
    const beyond = radius + 0.6 * NAME_SIZE;
    const choices: readonly PlanePlace[] = [
      { x: x + radius + 1.5, y },
      { x: x - radius - 1.5 - room, y },
      { x: x - room / 2, y: y - beyond },
      { x: x - room / 2, y: y + beyond },
    ];
    const free = choices.find((place) => {
      const box = boxAt(place.x, place.y, room, NAME_SIZE);
      const isInside = box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height;
      return isInside && !taken.some((other) => overlap(box, other));
    });
    if (free === undefined) return [];
    taken.push(boxAt(free.x, free.y, room, NAME_SIZE));
    return [{ ...free, name }];
  });
}

function boxAt(left: number, middle: number, width: number, height: number): Box {
  return { left, top: middle - height / 2, right: left + width, bottom: middle + height / 2 };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
