import { bytesField, concat, intField, varint } from '../../src/inference/surgery/protobuf.ts';
import { pick } from './random.ts';
import type { Random } from './random.ts';

/** One field of a message: its number, its wire type, and its content without the tag. */
type Field = { readonly field: number; readonly wire: number; readonly content: Uint8Array };

/** Numbers of dims, attributes and types that no honest file has. */
const ODD = [0, -1, 1, 7, 65_535, 2 ** 31 - 1, 2 ** 32, 2 ** 53 - 1, -(2 ** 53)] as const;

const DEEP = 3000;

/** A copy of a protobuf file in which one field somewhere is changed and all lengths around it are right again. */
export function mutateProtobuf(good: Uint8Array, random: Random): Uint8Array {
  return change(good, random, 0) ?? good;
}

/** Null for bytes that are no message. */
function change(bytes: Uint8Array, random: Random, depth: number): Uint8Array | null {
  const fields = fieldsOf(bytes);
  if (fields === null || fields.length === 0) return null;
  const at = random(fields.length);
  const one = fields[at];
  if (!one) return null;
  const goesIn = one.wire === 2 && depth < 8 && random(5) > 0;
  const inner = goesIn ? change(one.content, random, depth + 1) : null;
  const changed = inner ? [bytesField(one.field, inner)] : changedField(one, fields, random);
  return concat([...fields.slice(0, at).map(write), ...changed, ...fields.slice(at + 1).map(write)]);
}

function changedField(one: Field, fields: readonly Field[], random: Random): readonly Uint8Array[] {
  switch (random(7)) {
    case 0:
      return [];
    case 1:
      return [write(one), write(one)];
    case 2:
      return [write({ ...pick(fields, random), field: one.field })];
    case 3:
      return [write({ ...one, field: 1 + random(30) })];
    case 4:
      return [nested(one)];
    case 5:
      return [intField(one.field, pick(ODD, random))];
    default:
      return [
        one.wire === 0
          ? intField(one.field, pick(ODD, random))
          : bytesField(one.field, pick(['', 'x', '\u0000', 'If', 'Softmax', 'a'.repeat(70_000)], random)),
      ];
  }
}

/** The field within itself, deeper than any real file. */
function nested({ field, content }: Field): Uint8Array {
  let bytes = content.slice(0, 64);
  for (let depth = 0; depth < DEEP && bytes.length < 60_000; depth++) bytes = new Uint8Array(bytesField(field, bytes));
  return bytes;
}

function write({ field, wire, content }: Field): Uint8Array {
  const tag = varint(field * 8 + wire);
  return wire === 2 ? concat([tag, varint(content.length), content]) : concat([tag, content]);
}

function fieldsOf(bytes: Uint8Array): readonly Field[] | null {
  const fields: Field[] = [];
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let scale = 1; at < bytes.length; scale *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    return NaN;
  };
  while (at < bytes.length) {
    const tag = number();
    const [field, wire] = [Math.floor(tag / 8), tag % 8];
    let start = at;
    if (wire === 0) number();
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else if (wire === 2) {
      const length = number();
      start = at;
      at += length;
    } else return null;
    if (!(field >= 1 && field < 2 ** 29) || !(at <= bytes.length)) return null;
    fields.push({ field, wire, content: bytes.subarray(start, at) });
  }
  return fields;
}
