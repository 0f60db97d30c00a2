import { deflateRawSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { toErrorInfo } from '../errors.ts';
import type { ReadTools } from '../files/arrays.ts';
import { crc32 } from '../files/crc32.ts';
import { readRecorded } from './recordedRun.ts';
import { READ_TOOLS } from './testing/readTools.ts';

// Every file here lies or is broken. Lengths are refused where they are read: were one believed, the engine would throw a
// RangeError for the allocation, or the inflater would be called, and neither is the AppError that is expected.

const utf8 = (text: string) => new TextEncoder().encode(text);
const join = (...parts: readonly Uint8Array[]) => Uint8Array.from(Buffer.concat(parts));
const u16 = (value: number) => Uint8Array.of(value & 255, value >> 8);
const u32 = (value: number) => new Uint8Array(Uint32Array.of(value).buffer);
const u64 = (value: bigint) => new Uint8Array(BigUint64Array.of(value).buffer);

function npy(header: string, data: Uint8Array = new Uint8Array()): Uint8Array {
  const text = utf8(header);
  return join(Uint8Array.of(0x93), utf8('NUMPY'), Uint8Array.of(1, 0), u16(text.length), text, data);
}
const described = (descr: string, shape: string, data?: Uint8Array) =>
  npy(`{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }\n`, data);

function safetensors(header: string, data: Uint8Array = new Uint8Array()): Uint8Array {
  return join(u64(BigInt(header.length)), utf8(header), data);
}

type Entry = {
  readonly name?: string;
  readonly data?: Uint8Array;
  readonly method?: number;
  readonly size?: number;
  readonly packedSize?: number;
  readonly crc?: number;
  readonly flags?: number;
  readonly start?: number;
  readonly extra?: Uint8Array;
};

/** A zip whose directory can claim anything. */
function zip(entries: readonly Entry[], { count = entries.length, directoryStart = -1 } = {}): Uint8Array {
  let body: Uint8Array = new Uint8Array();
  const central: Uint8Array[] = [];
  for (const {
    name = 'a.npy',
    data = new Uint8Array(8),
    method = 0,
    flags = 0,
    extra = new Uint8Array(),
    ...claim
  } of entries) {
    const packed = method === 8 ? Uint8Array.from(deflateRawSync(data)) : data;
    const sizes = [claim.crc ?? crc32(data), claim.packedSize ?? packed.length, claim.size ?? data.length].map(u32);
    const about = [u16(flags), u16(method), u32(0), ...sizes, u16(name.length)];
    const start = claim.start ?? body.length;
    body = join(body, u32(0x04034b50), u16(20), ...about, u16(0), utf8(name), packed);
    const rest = [u16(extra.length), u16(0), u16(0), u16(0), u32(0), u32(start), utf8(name), extra];
    central.push(join(u32(0x02014b50), u16(20), u16(20), ...about, ...rest));
  }
  const list = join(...central);
  const start = directoryStart < 0 ? body.length : directoryStart;
  return join(body, list, u32(0x06054b50), u32(0), u16(count), u16(count), u32(list.length), u32(start), u16(0));
}

const GOOD = described('<f4', '1, 1, 1', new Uint8Array(Float32Array.of(1).buffer));
const inflate = vi.fn<ReadTools['inflate']>(READ_TOOLS.inflate);
const TOOLS = { ...READ_TOOLS, inflate };

async function refusal(name: string, bytes: Uint8Array): Promise<string> {
  const info = await readRecorded([{ name, bytes }], TOOLS).then(
    () => ({ code: 'was read', detail: '' }),
    (thrown: unknown) => toErrorInfo(thrown, 'worker-crashed'),
  );
  expect(info).toEqual({ code: 'bad-recording', detail: info.detail });
  return info.detail;
}

test('the writers of this file write what is read, when they do not lie', async () => {
  const tensor = '{"attn":{"dtype":"F32","shape":[1,1,1],"data_offsets":[0,4]}}';
  const one = new Uint8Array(Float32Array.of(1).buffer);
  for (const bytes of [GOOD, zip([{ data: GOOD }]), zip([{ data: GOOD, method: 8 }]), safetensors(tensor, one)]) {
    const { attention } = await readRecorded([{ name: 'good', bytes }], TOOLS);
    expect([...attention[0]!.data]).toEqual([1]);
  }
});

describe('an .npy file is refused', () => {
  test.each<[string, Uint8Array, RegExp]>([
    ['with another magic', join(Uint8Array.of(0x93), utf8('NUMPI')), /no \.npy, \.npz/],
    ['that is nothing but magic', GOOD.subarray(0, 6), /ends within its header/],
    ['cut in its header', GOOD.subarray(0, 30), /claims \d+ bytes, 20 are there/],
    ['cut in its numbers', GOOD.subarray(0, GOOD.length - 1), /claims 1 x 1 x 1 elements of 4 bytes, but 3 bytes/],
    ['with bytes left over', join(GOOD, Uint8Array.of(0)), /but 5 bytes are there/],
    ['of an unknown version', Uint8Array.from(GOOD, (byte, at) => (at === 6 ? 9 : byte)), /version 9/],
    ['with dims beyond 2^53', described('<f4', '4294967296, 4294967296, 4294967296'), /more than any page/],
    ['with dims that overflow to few', described('<f8', '2147483648, 2, 4294967296'), /more than any page/],
    ['with dims larger than its bytes', described('<f4', '1000, 1000, 1000'), /but 0 bytes are there/],
    ['with a negative dim', described('<f4', '2, -3, 3'), /dimension of -3/],
    ['with two negative dims', described('<f4', '-1, -1, 1', new Uint8Array(4)), /dimension of -1/],
    ['with a dim that is no number', described('<f4', '2, x'), /which is none/],
    ['with a thousand dims', described('<f4', '1, '.repeat(1000), new Uint8Array(4)), /1000 dimensions/],
    ['with an empty axis', described('<f4', '2, 0, 3'), /empty/],
    ['with pickled objects', described('|O', '3', utf8('cos\nsystem\n(S"echo"\ntR.')), /allow_pickle/],
    ['with named fields', npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }"), /named fields/],
    ['of complex numbers', described('<c8', '1', new Uint8Array(8)), /type c8/],
    ['of a float of 3 bytes', described('<f3', '1', new Uint8Array(3)), /type f3/],
    ['with a billion empty texts', described('<U0', '1000000000'), /texts of no letters/],
    ['with a letter beyond Unicode', described('<U1', '1', u32(0xffffffff)), /letter that does not exist/],
    ['without a shape', npy("{'descr': '<f4', 'fortran_order': False}"), /lacks its order or its shape/],
    ['with scalars only', described('<f4', '', new Uint8Array(4)), /no array of the shape/],
  ])('%s', async (_, bytes, reason) => {
    expect(await refusal('a.npy', bytes)).toMatch(reason);
  });
});

describe('an .npz file is refused, before anything is unpacked,', () => {
  const bomb = { method: 8, data: new Uint8Array(1000) };
  const extra64 = (...values: readonly bigint[]) => join(u16(1), u16(values.length * 8), ...values.map(u64));
  test.each<[string, Uint8Array, RegExp]>([
    ['cut short', zip([{ data: GOOD }]).subarray(0, 90), /cut short/],
    ['with a directory outside the file', zip([{ data: GOOD }], { directoryStart: 99_999 }), /does not have/],
    ['with more entries than bytes', zip([{ data: GOOD }], { count: 60_000 }), /claims 60000 files/],
    [
      'with more entries than its directory',
      zip([{ name: 'a'.repeat(60) }], { count: 2 }),
      /list of its files is damaged/,
    ],
    ['with an entry outside the file', zip([{ start: 88_888 }]), /not where the zip has it/],
    ['with stored bytes beyond the file', zip([{ size: 5000, packedSize: 5000 }]), /claim 5000 bytes/],
    ['with two sizes of stored bytes', zip([{ size: 5000 }]), /two sizes/],
    ['that claims 3 GB of a few bytes', zip([{ ...bomb, size: 3e9 }]), /no deflate does/],
    ['that claims 4 GB in all', zip([{ ...bomb, size: 4e9, packedSize: 4e7 }]), /is the limit/],
    ['whose zip64 sizes are huge', zip([{ ...bomb, size: 0xffffffff, extra: extra64(1n << 63n) }]), /claims a size of/],
    ['whose zip64 sizes are missing', zip([{ ...bomb, size: 0xffffffff }]), /zip64 sizes are missing/],
    ['whose zip64 sizes are cut', zip([{ ...bomb, size: 0xffffffff, extra: extra64() }]), /zip64 sizes are cut short/],
    [
      'with the same bytes in many entries',
      zip(Array.from({ length: 9 }, () => ({ packedSize: 900, size: 900 }))),
      /claim 8100/,
    ],
    ['that is encrypted', zip([{ flags: 1 }]), /encrypted/],
    ['packed by another method', zip([{ method: 12 }]), /method 12/],
    ['without arrays', zip([{ name: 'readme.txt' }]), /without \.npy/],
    ['that PyTorch saved', zip([{ name: 'archive/data.pkl' }]), /PyTorch.*pickle/],
    ['with a wrong checksum', zip([{ data: GOOD, crc: 1 }]), /checksum/],
  ])('%s', async (_, bytes, reason) => {
    inflate.mockClear();
    expect(await refusal('a.npz', bytes)).toMatch(reason);
    expect(inflate).not.toHaveBeenCalled();
  });

  test('or, if it unpacks to more or less than it claims, when that shows', async () => {
    const zeros = described('<f4', '1, 1, 500', new Uint8Array(2000));
    expect(await refusal('a.npz', zip([{ data: zeros, method: 8, size: 100 }]))).toMatch(/cannot be unpacked/);
    const long = zip([{ data: zeros, method: 8, size: 2500 }]);
    expect(await refusal('a.npz', long)).toMatch(new RegExp(`unpacks to ${zeros.length} bytes, not`));
    const broken = zip([{ data: GOOD, method: 8 }]).fill(0xff, 40, 50);
    expect(await refusal('a.npz', broken)).toMatch(/cannot be unpacked|does not begin as an .npy file/);
    const twice = zip([{ data: GOOD }, { data: GOOD }]);
    expect(await refusal('a.npz', twice)).toMatch(/two arrays named a/);
  });
});

describe('a .safetensors file is refused', () => {
  const tensor = (about: object) =>
    JSON.stringify({ attn: { dtype: 'F32', shape: [1, 1, 1], data_offsets: [0, 4], ...about } });
  const four = new Uint8Array(4);
  const overlapping = {
    'attn.0': { dtype: 'F32', shape: [1, 1, 2], data_offsets: [0, 8] },
    'attn.1': { dtype: 'F32', shape: [1, 1, 2], data_offsets: [4, 12] },
  };
  test.each<[string, Uint8Array, RegExp]>([
    ['of a few bytes', Uint8Array.of(1, 2, 3), /ends within its header/],
    ['with a header longer than the file', join(u64(1000n), utf8('{}')), /header of 1000 bytes, 2 are there/],
    ['with a header of 2^64 bytes', join(u64(2n ** 64n - 1n), utf8('{}')), /claims a header/],
    ['with a header that is no JSON', safetensors('{"attn":'), /no JSON/],
    ['with a header that is a list', safetensors('[]'), /no JSON object/],
    ['with offsets beyond the file', safetensors(tensor({ data_offsets: [0, 4] })), /claims bytes 0 to 4 of 0/],
    ['with offsets backwards', safetensors(tensor({ data_offsets: [4, 0] }), four), /claims bytes 4 to 0/],
    ['with negative offsets', safetensors(tensor({ data_offsets: [-4, 0] }), four), /claims bytes -4 to 0/],
    ['with offsets in halves', safetensors(tensor({ data_offsets: [0, 3.5] }), four), /claims bytes 0 to 3.5/],
    ['without offsets', safetensors(tensor({ data_offsets: 'all' }), four), /no place in the file/],
    [
      'with overlapping tensors',
      safetensors(JSON.stringify(overlapping), new Uint8Array(12)),
      /attn\.0 and attn\.1 overlap/,
    ],
    ['with a shape of another size', safetensors(tensor({ shape: [2, 2, 2] }), four), /in 4 bytes, not 32/],
    ['with a shape that overflows', safetensors(tensor({ shape: [2 ** 40, 2 ** 40] }), four), /more than any page/],
    ['with a negative dim', safetensors(tensor({ shape: [-1, -1, 1] }), four), /dimension of -1/],
    ['of a type that it does not know', safetensors(tensor({ dtype: 'F8_E4M3' }), four), /type “F8_E4M3”/],
    ['with a type from the prototype', safetensors(tensor({ dtype: 'constructor' }), four), /type “constructor”/],
  ])('%s', async (_, bytes, reason) => {
    expect(await refusal('a.safetensors', bytes)).toMatch(reason);
  });
});

describe('a JSON file is refused', () => {
  const run = (more: object) => ({ format: 'headlight-run/1', tokens: [], attention: [], ...more });
  const stack = { kind: 'encoder', dims: [1, 1, 1, 1], encoding: 'base64-float32-le', data: 'AACAPw==' };
  test.each<[string, unknown, RegExp]>([
    ['cut short', '{"attention": [[[1', /no JSON/],
    ['nested a million deep', '['.repeat(1e6) + ']'.repeat(1e6), /./],
    ['whose attention is nested too deep', { attention: [[[[[[1]]]]]] }, /more than 5 lists deep/],
    ['with rows of different lengths', { attention: [[[0.5, 0.5], [1]]] }, /different lengths/],
    [
      'with one long row among many empty ones',
      { attention: [[[1, 0, 0, 0], ...Array.from({ length: 99 }, () => [])]] },
      /different lengths/,
    ],
    ['with words for weights', { attention: [[[1, 'x']]] }, /where a number is expected/],
    ['with lists for weights', { attention: [[[1, [2, 3]]]] }, /where a number is expected/],
    ['without attention', { tokens: ['a'] }, /no array of the shape/],
    ['with base64 that is none', { attention: { dims: [1, 1, 1], data: '****' } }, /invalid base64/],
    ['with base64 of another length', { attention: { dims: [9, 9, 9], data: 'AACAPw==' } }, /holds 4 bytes/],
    ['with base64 and no dims', { attention: { data: 'AACAPw==' } }, /no dims/],
    ['with base64 of another encoding', { attention: { dims: [1], data: '', encoding: 'zstd' } }, /encoded as “zstd”/],
    ['of a later format', run({ format: 'headlight-run/2' }), /this page reads headlight-run\/1/],
    ['that is a run without attention', run({}), /no attention/],
    ['that is a run without tokens', run({ tokens: null, attention: [stack] }), /no tokens/],
    ['that is a run of other tokens', run({ attention: [stack] }), /0 tokens and patterns of 1 queries/],
    ['that is a run of an unknown kind', run({ attention: [{ ...stack, kind: 'x' }] }), /kind “x”/],
    ['that is a run with bad tokens', run({ tokens: [{ id: 1 }], attention: [stack] }), /token 0 .* has no text/],
    [
      'that is a run with lying dims',
      run({ attention: [{ ...stack, dims: [2 ** 20, 2 ** 20, 9, 9] }] }),
      /more than any/,
    ],
  ])('%s', async (_, value, reason) => {
    expect(await refusal('a.json', utf8(typeof value === 'string' ? value : JSON.stringify(value)))).toMatch(reason);
  });

  test('and so is a pickle, and a file of nothing', async () => {
    expect(await refusal('a.pkl', Uint8Array.of(0x80, 4, 0x95))).toMatch(/pickle/);
    expect(await refusal('a.npz', new Uint8Array())).toMatch(/no \.npy, \.npz/);
  });
});
