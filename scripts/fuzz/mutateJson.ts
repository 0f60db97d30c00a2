import { pick } from './random.ts';
import type { Random } from './random.ts';

const DEEP = 20_000;

/** What no honest file has where something else was. */
const ODD: readonly ((random: Random) => string)[] = [
  () => 'null',
  () => 'true',
  () => '""',
  () => '[]',
  () => '{}',
  () => '-1',
  () => '0',
  () => '0.5',
  () => '1e308',
  () => '1e999',
  () => '4294967290',
  () => '9007199254740993',
  () => '-9223372036854775808',
  () => '"__proto__"',
  () => '{"__proto__":{"length":4294967295},"length":-1,"constructor":1}',
  () => '[[[[[[[[1]]]]]]]]',
  () => '"\\ud800\\u202e\\u0000"',
  (random) => `"${'a'.repeat(1 + random(100_000))}"`,
  (random) => String(random(70_000)),
  (random) => `[${Array.from({ length: 1 + random(2000) }, () => random(300) - 10).join()}]`,
  () => `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`,
  () => `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`,
];

/** Stands in the copy where the odd text will: JSON.stringify would refuse some of what is put there. */
const PLACE = '\u0001odd\u0001';

type Parent = Record<string, unknown> | unknown[];

/** A copy of a JSON file with a few of its values swapped, dropped or replaced by odd ones; text that need not be JSON. */
export function mutateJson(good: Uint8Array, random: Random): Uint8Array {
  const root: { root: unknown } = { root: JSON.parse(new TextDecoder().decode(good)) };
  const texts: string[] = [];
  const nTimes = 1 + random(3);
  for (let time = 0; time < nTimes; time++) {
    const [parent, key] = placeIn(root, random);
    const how = random(8);
    if (how === 0) drop(parent, key);
    else if (how === 1) set(parent, key, valueAt(...placeIn(root, random)));
    else {
      texts.push(pick(ODD, random)(random));
      set(parent, key, `${PLACE}${texts.length - 1}${PLACE}`);
    }
  }
  const text = JSON.stringify(root.root) ?? '';
  const placed = new RegExp(
    `"${PLACE.replaceAll('\u0001', '\\\\u0001')}(\\d+)${PLACE.replaceAll('\u0001', '\\\\u0001')}"`,
    'g',
  );
  return new TextEncoder().encode(text.replaceAll(placed, (_, index: string) => texts[Number(index)] ?? ''));
}

/** A member that a walk from the root ends at: near the root as often as deep, and in each list as often as another. */
function placeIn(root: Parent, random: Random): readonly [Parent, string | number] {
  let parent: Parent = root;
  for (;;) {
    const keys: readonly (string | number)[] = Array.isArray(parent) ? [...parent.keys()] : Object.keys(parent);
    if (keys.length === 0) return [parent, 0];
    const key = pick(keys, random);
    const value = valueAt(parent, key);
    if (!isParent(value) || random(4) === 0) return [parent, key];
    parent = value;
  }
}

function isParent(value: unknown): value is Parent {
  return typeof value === 'object' && value !== null;
}

function valueAt(parent: Parent, key: string | number): unknown {
  return Reflect.get(parent, key);
}

function set(parent: Parent, key: string | number, value: unknown): void {
  // A copy: a value within itself would have no end.
  Reflect.set(parent, key, isParent(value) ? structuredClone(value) : value);
}

function drop(parent: Parent, key: string | number): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}
