import { closeSync, openSync, writeSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { makePattern, PATTERN_KINDS } from '../../gallery/patterns.ts';
import { makeTokens } from '../../gallery/tokens.ts';
import { crc32 } from '../../src/core/files/crc32.ts';

/** What to make: square patterns of nTokens tokens, words that come back in turn. */
export type LargeRecording = {
  readonly nLayers: number;
  readonly nHeads: number;
  readonly nTokens: number;
  readonly isCausal: boolean;
  readonly type: 'f2' | 'f4';
};

/** Heads that differ; a recording repeats them, since making one takes 50 ms. */
const N_DIFFERENT = 28;

/** Writes an .npz as np.savez does (or np.savez_compressed): `attention` [layer, head, query, key] and `tokens`. */
export function writeNpz(path: string, recording: LargeRecording, isPacked = false): void {
  const { nLayers, nHeads, nTokens, type } = recording;
  const texts = makeTokens(nTokens).map(({ text }) => text);
  const letters = Math.max(...texts.map(({ length }) => length));
  const codes = Uint32Array.from(
    texts.flatMap((text) => Array.from({ length: letters }, (_, i) => text.charCodeAt(i) || 0)),
  );
  const entries = [
    { name: 'tokens.npy', bytes: npy(`<U${letters}`, [nTokens], bytesOf(codes)) },
    { name: 'attention.npy', bytes: npy(`<${type}`, [nLayers, nHeads, nTokens, nTokens], weightBytes(recording)) },
  ];
  writeParts(path, zip(entries, isPacked));
}

/** Writes a .safetensors file with the tensor `attention` [layer, head, query, key] and the tokens in its notes. */
export function writeSafetensors(path: string, recording: LargeRecording): void {
  const { nLayers, nHeads, nTokens, type } = recording;
  const weights = weightBytes(recording);
  const tokens = JSON.stringify(makeTokens(nTokens).map(({ text }) => text));
  const header = JSON.stringify({
    __metadata__: { tokens },
    attention: {
      dtype: type === 'f2' ? 'F16' : 'F32',
      shape: [nLayers, nHeads, nTokens, nTokens],
      data_offsets: [0, weights.length],
    },
  });
  const bytes = Buffer.from(header.padEnd(Math.ceil(header.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(bytes.length));
  writeParts(path, [length, bytes, weights]);
}

function weightBytes({ nLayers, nHeads, nTokens, isCausal, type }: LargeRecording): Buffer {
  const kinds = PATTERN_KINDS.filter((kind) => !(isCausal && kind === 'next'));
  const made = Array.from({ length: Math.min(N_DIFFERENT, nLayers * nHeads) }, (_, seed) => {
    const pattern = makePattern(kinds[seed % kinds.length] ?? 'uniform', nTokens, nTokens, isCausal, seed + 1);
    return bytesOf(type === 'f2' ? Uint16Array.from(pattern, halfOf) : pattern);
  });
  return Buffer.concat(Array.from({ length: nLayers * nHeads }, (_, head) => made[head % made.length]!));
}

const SCRATCH = new DataView(new ArrayBuffer(4));

/** The bits of a weight, 0 to 1, in half precision, rounded to nearest. */
function halfOf(weight: number): number {
  SCRATCH.setFloat32(0, weight);
  const bits = SCRATCH.getUint32(0) + 0x1000;
  // Below 2^-14 there is no exponent any more, only steps of 2^-24.
  return bits < 0x38800000 ? Math.round(weight * 2 ** 24) : (bits - 0x38000000) >>> 13;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Uint32Array | Uint16Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function npy(type: string, shape: readonly number[], data: Buffer): Buffer {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const about = `{'descr': '${type}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const header = `${about.padEnd(Math.ceil((about.length + 11) / 64) * 64 - 11)}\n`;
  const start = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  start.writeUInt16LE(header.length, 8);
  return Buffer.concat([start, Buffer.from(header), data]);
}

function zip(entries: readonly { readonly name: string; readonly bytes: Buffer }[], isPacked: boolean): Buffer[] {
  const [files, list]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const { name, bytes } of entries) {
    const packed = isPacked ? deflateRawSync(bytes, { level: 1 }) : bytes;
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(isPacked ? 8 : 0, 4);
    about.writeUInt32LE(crc32(bytes), 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(bytes.length, 18);
    about.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    files.push(Buffer.from('PK\x03\x04'), about, Buffer.from(name), packed);
    list.push(Buffer.from('PK\x01\x02\x14\x00'), about, place, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(list).length, 12);
  end.writeUInt32LE(at, 16);
  return [...files, ...list, end];
}

function writeParts(path: string, parts: readonly Buffer[]): void {
  const file = openSync(path, 'w');
  for (const part of parts) writeSync(file, part);
  closeSync(file);
}
