import { mutateJson } from './mutateJson.ts';
import { mutateProtobuf } from './mutateProtobuf.ts';
import { pick, randomOf } from './random.ts';
import type { Random } from './random.ts';

/** What a file is made of: JSON and protobuf are broken as such as well as byte by byte. */
export type Kind = 'bytes' | 'json' | 'protobuf';

type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

const BYTES: readonly Mutation[] = [flip, flipNearStart, overwrite, lie, lieNearStart, cut, remove, repeat, insert];

/** A damaged copy of a good file; the same seed damages it in the same way. */
export function mutate(good: Uint8Array, kind: Kind, seed: number): Uint8Array {
  const random = randomOf(seed);
  if (kind === 'json' && random(4) > 0) return mutateJson(good, random);
  if (kind === 'protobuf' && random(4) > 0) return mutateProtobuf(good, random);
  let bytes = new Uint8Array(good);
  const nTimes = 1 + random(4);
  for (let time = 0; time < nTimes; time++) bytes = new Uint8Array(pick(BYTES, random)(bytes, random));
  return bytes;
}

/** Headers and lengths lie at the start of most formats. */
const START = 256;

function flip(bytes: Uint8Array, random: Random): Uint8Array {
  const nFlips = 1 + random(8);
  for (let i = 0; i < nFlips; i++) {
    const at = random(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
  }
  return bytes;
}

function flipNearStart(bytes: Uint8Array, random: Random): Uint8Array {
  flip(bytes.subarray(0, START), random);
  return bytes;
}

function overwrite(bytes: Uint8Array, random: Random): Uint8Array {
  const [at, value] = [random(bytes.length), random(256)];
  return bytes.fill(value, at, at + 1 + random(64));
}

/** Numbers that lengths, sizes and offsets lie with, of 16, 32 and 64 bits, and as a varint of protobuf. */
const LIES: readonly (readonly number[])[] = [
  [0, 0],
  [0xff, 0xff],
  [0, 0, 0, 0],
  [0xff, 0xff, 0xff, 0x7f],
  [0xff, 0xff, 0xff, 0xff],
  [0xfa, 0xff, 0xff, 0xff],
  [0, 0, 0, 0x40],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0, 0, 0, 0, 0, 0, 0x20, 0],
  [0xff, 0xff, 0xff, 0xff, 0x07],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
];

function lie(bytes: Uint8Array, random: Random): Uint8Array {
  const said = pick(LIES, random).slice(0, bytes.length);
  bytes.set(said, random(bytes.length - said.length + 1));
  return bytes;
}

function lieNearStart(bytes: Uint8Array, random: Random): Uint8Array {
  lie(bytes.subarray(0, START), random);
  return bytes;
}

function cut(bytes: Uint8Array, random: Random): Uint8Array {
  return bytes.subarray(0, random(bytes.length));
}

function remove(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random(bytes.length);
  return joined(bytes.subarray(0, at), bytes.subarray(at + 1 + random(32)));
}

function repeat(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random(bytes.length);
  const part = bytes.subarray(at, at + 1 + random(512));
  const nTimes = 1 + random(pick([2, 2, 200], random));
  return joined(bytes.subarray(0, at), ...Array.from({ length: nTimes }, () => part), bytes.subarray(at));
}

function insert(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random(bytes.length);
  const noise = Uint8Array.from({ length: 1 + random(64) }, () => random(256));
  return joined(bytes.subarray(0, at), noise, bytes.subarray(at));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
