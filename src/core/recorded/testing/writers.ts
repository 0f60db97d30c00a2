import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../files/crc32.ts';

/** The bytes of a text. */
export const utf8 = (text: string) => new TextEncoder().encode(text);

/** An .npy file of float32, as numpy lays it out. */
export function npy(shape: readonly number[], data: Float32Array | readonly number[]): Uint8Array {
  const header = utf8(`{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`);
  const bytes = new Uint8Array(Float32Array.from(data).buffer);
  return Uint8Array.of(0x93, ...utf8('NUMPY'), 1, 0, header.length & 255, header.length >> 8, ...header, ...bytes);
}

/** A zip of deflated files; sizes beyond 32 bits are not needed, the zip64 form may be asked for. */
export function npz(files: Readonly<Record<string, Uint8Array>>, isZip64 = false): Uint8Array {
  const body: number[] = [];
  const list: number[] = [];
  const number = (value: number, size: number) =>
    Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** i) & 255);
  for (const [name, data] of Object.entries(files)) {
    const packed = deflateRawSync(data);
    const start = body.length;
    const sizes = isZip64 ? [0xffffffff, 0xffffffff] : [packed.length, data.length];
    const about = [...number(0, 2), ...number(8, 2), ...number(0, 4), ...number(crc32(data), 4)];
    about.push(...number(sizes[0]!, 4), ...number(sizes[1]!, 4), ...number(name.length + 4, 2));
    const extra = isZip64
      ? [1, 0, 24, 0, ...number(data.length, 8), ...number(packed.length, 8), ...number(start, 8)]
      : [];
    const offset = isZip64 ? 0xffffffff : start;
    body.push(0x50, 0x4b, 3, 4, 45, 0, ...about, 0, 0, ...utf8(`${name}.npy`), ...packed);
    list.push(0x50, 0x4b, 1, 2, 45, 0, 45, 0, ...about, ...number(extra.length, 2), ...number(0, 10));
    list.push(...number(offset, 4), ...utf8(`${name}.npy`), ...extra);
  }
  const count = Object.keys(files).length;
  const end64 = [
    0x50,
    0x4b,
    6,
    6,
    ...number(44, 8),
    45,
    0,
    45,
    0,
    ...number(0, 8),
    ...number(count, 8),
    ...number(count, 8),
  ];
  end64.push(...number(list.length, 8), ...number(body.length, 8));
  const locator = [0x50, 0x4b, 6, 7, ...number(0, 4), ...number(body.length + list.length, 8), ...number(1, 4)];
  const [shown, length, start] = isZip64 ? [0xffff, 0xffffffff, 0xffffffff] : [count, list.length, body.length];
  const end = [
    0x50,
    0x4b,
    5,
    6,
    0,
    0,
    0,
    0,
    ...number(shown, 2),
    ...number(shown, 2),
    ...number(length, 4),
    ...number(start, 4),
    0,
    0,
  ];
  return Uint8Array.from([...body, ...list, ...(isZip64 ? [...end64, ...locator] : []), ...end]);
}

/** Rows of 256ths that sum to exactly 1, each another one. */
export function rows(shape: readonly number[], seed = 1): Float32Array {
  const nKeys = shape.at(-1)!;
  const data = new Float32Array(shape.reduce((product, length) => product * length, 1));
  for (let row = 0, left = 256; row < data.length / nKeys; row++, left = 256) {
    for (let key = 0; key < nKeys; key++) {
      const part = key === nKeys - 1 ? left : ((row * 37 + key * 11 + seed * 53) * 7) % (left + 1);
      data[row * nKeys + key] = part / 256;
      left -= part;
    }
  }
  return data;
}

/** A .safetensors file of float32, with notes. */
export function safetensors(
  tensors: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  let end = 0;
  const places = Object.entries(tensors).map(([name, { shape, data }]) => {
    const start = end;
    end += data.byteLength;
    return [name, { dtype: 'F32', shape, data_offsets: [start, end] }] as const;
  });
  const header = utf8(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(places) }));
  const length = new Uint8Array(BigUint64Array.of(BigInt(header.length)).buffer);
  const bodies = Object.values(tensors).map(
    ({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  );
  return Uint8Array.from(Buffer.concat([length, header, ...bodies]));
}

/** An .npy file of texts, as numpy lays them out: each with the room of the longest. */
export function npyTexts(shape: readonly number[], texts: readonly string[]): Uint8Array {
  const letters = Math.max(1, ...texts.map((text) => Array.from(text).length));
  const header = utf8(`{'descr': '<U${letters}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`);
  const codes = texts.flatMap((text) =>
    Array.from({ length: letters }, (_, i) => Array.from(text)[i]?.codePointAt(0) ?? 0),
  );
  const bytes = new Uint8Array(Uint32Array.from(codes).buffer);
  return Uint8Array.of(0x93, ...utf8('NUMPY'), 1, 0, header.length & 255, header.length >> 8, ...header, ...bytes);
}
