import { MAX_BYTES, refuse, viewOf } from './arrays.ts';
import type { ReadTools } from './arrays.ts';
import { crc32InSlices } from './crc32.ts';
import { decodeUtf8 } from './utf8.ts';

/** One file in a zip archive, as its central directory has it. */
type ZipEntry = {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** First byte of its local header. */
  readonly start: number;
};

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const UNKNOWN_32 = 0xffffffff;

/** Deflate packs at most 1032 to 1. */
const MAX_RATIO = 1100;

/**
 * The entries of a zip archive, zip64 included.
 * Throws AppError 'bad-recording' if it is damaged, encrypted, or claims to unpack to more than deflate or a page can hold.
 * Source: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5.3.
 */
export function readZipDirectory(bytes: Uint8Array, name: string): readonly ZipEntry[] {
  const view = viewOf(bytes);
  const { count, start, end } = findDirectory(view, name);
  const entries: ZipEntry[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) refuse(`${name}: the list of its files is damaged`);
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const next = at + 46 + nameLength! + extraLength! + noteLength!;
    if (next > end) refuse(`${name}: the list of its files is damaged`);
    const entryName = decodeUtf8(bytes.subarray(at + 46, at + 46 + nameLength!));
    if (view.getUint16(at + 8, true) & 1) refuse(`${name}: ${entryName} is encrypted`);
    const extra = bytes.subarray(at + 46 + nameLength!, at + 46 + nameLength! + extraLength!);
    const known = { size: view.getUint32(at + 24, true), packedSize: view.getUint32(at + 20, true) };
    const sizes = withZip64({ ...known, start: view.getUint32(at + 42, true) }, extra, entryName);
    entries.push({
      name: entryName,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      ...sizes,
    });
    at = next;
  }
  checkSizes(entries, bytes.length, name);
  return entries;
}

/**
 * The bytes of one entry, unpacked and compared with its checksum.
 * Throws AppError 'bad-recording' if they are damaged or packed in another way than stored or deflate.
 */
export async function readZipEntry(
  bytes: Uint8Array,
  entry: ZipEntry,
  { inflate, work }: ReadTools,
): Promise<Uint8Array> {
  const { name, method, size } = entry;
  const packed = packedBytes(bytes, entry);
  const data = method === 0 ? packed : await unpack(packed, entry, inflate);
  if (data.length !== size) refuse(`${name} unpacks to ${data.length} bytes, not the ${size} it claims`);
  if ((await work(crc32InSlices(data))) !== entry.crc) refuse(`${name} is damaged: its checksum differs`);
  return data;
}

/** The first bytes of an entry, at most `nBytes`, without the rest being unpacked. Throws as `readZipEntry`, but checks no sum. */
export async function readZipStart(
  bytes: Uint8Array,
  entry: ZipEntry,
  nBytes: number,
  { inflateStart }: ReadTools,
): Promise<Uint8Array> {
  const packed = packedBytes(bytes, entry);
  if (entry.method === 0) return packed.subarray(0, nBytes);
  return unpack(packed, entry, (part) => inflateStart(part, Math.min(nBytes, entry.size)));
}

function packedBytes(bytes: Uint8Array, { name, method, packedSize, start }: ZipEntry): Uint8Array {
  const view = viewOf(bytes);
  if (start + 30 > bytes.length || view.getUint32(start, true) !== LOCAL) refuse(`${name} is not where the zip has it`);
  const dataStart = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
  if (dataStart + packedSize > bytes.length) refuse(`${name} is cut short`);
  if (method !== 0 && method !== 8) refuse(`${name} is packed by method ${method}; np.savez_compressed uses deflate`);
  return bytes.subarray(dataStart, dataStart + packedSize);
}

async function unpack(
  packed: Uint8Array,
  { name, size }: ZipEntry,
  inflate: ReadTools['inflate'],
): Promise<Uint8Array> {
  try {
    return await inflate(packed, size);
  } catch (thrown) {
    return refuse(`${name} cannot be unpacked: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

type Directory = { readonly count: number; readonly start: number; readonly end: number };

function findDirectory(view: DataView, name: string): Directory {
  const at = findEnd(view);
  if (at === null) refuse(`${name} is cut short: a zip ends with a list of its files, and there is none`);
  let [count, size, start] = [
    view.getUint16(at + 10, true),
    view.getUint32(at + 12, true),
    view.getUint32(at + 16, true),
  ];
  if (count === 0xffff || size === UNKNOWN_32 || start === UNKNOWN_32) {
    const locator = at - 20;
    if (locator < 0 || view.getUint32(locator, true) !== LOCATOR_64) refuse(`${name}: its zip64 record is missing`);
    const record = long(view, locator + 8, name);
    if (record + 56 > view.byteLength || view.getUint32(record, true) !== END_64) {
      refuse(`${name}: its zip64 record is missing`);
    }
    [count, size, start] = [
      long(view, record + 32, name),
      long(view, record + 40, name),
      long(view, record + 48, name),
    ];
  }
  if (start + size > at || count * 46 > size) {
    refuse(`${name} claims ${count} files listed in ${size} bytes from byte ${start}, which it does not have`);
  }
  return { count, start, end: start + size };
}

/** The end record is the last thing in the file but for a note of at most 65,535 bytes, whose length it tells. */
function findEnd(view: DataView): number | null {
  const last = view.byteLength - 22;
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
    if (view.getUint32(at, true) === END && view.getUint16(at + 20, true) === last - at) return at;
  }
  return null;
}

type Sizes = Pick<ZipEntry, 'size' | 'packedSize' | 'start'>;

/** Values that do not fit 32 bits stand in extra field 1, in this order, and only those. */
function withZip64(sizes: Sizes, extra: Uint8Array, name: string): Sizes {
  if (Object.values(sizes).every((value) => value !== UNKNOWN_32)) return sizes;
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    const end = at + 4 + view.getUint16(at + 2, true);
    let place = at + 4;
    const take = (value: number): number => {
      if (value !== UNKNOWN_32) return value;
      if (place + 8 > Math.min(end, extra.length)) refuse(`${name}: its zip64 sizes are cut short`);
      place += 8;
      return long(view, place - 8, name);
    };
    const size = take(sizes.size);
    const packedSize = take(sizes.packedSize);
    return { size, packedSize, start: take(sizes.start) };
  }
  return refuse(`${name}: its zip64 sizes are missing`);
}

/** Refuses what a zip bomb claims before anything is unpacked: too much, too well packed, or the same bytes many times. */
function checkSizes(entries: readonly ZipEntry[], nBytes: number, name: string): void {
  let total = 0;
  let totalPacked = 0;
  for (const { name: entryName, method, size, packedSize } of entries) {
    total += size;
    totalPacked += packedSize;
    if (method === 0 && size !== packedSize) refuse(`${name}: ${entryName} is stored, yet claims two sizes`);
    if (size > packedSize * MAX_RATIO) {
      refuse(`${name}: ${entryName} claims to unpack from ${packedSize} to ${size} bytes, which no deflate does`);
    }
  }
  if (total > MAX_BYTES) refuse(`${name} claims to unpack to ${total} bytes; ${MAX_BYTES} is the limit`);
  if (totalPacked > nBytes) refuse(`${name}: its files claim ${totalPacked} bytes, the zip has ${nBytes}`);
}

function long(view: DataView, at: number, name: string): number {
  const value = Number(view.getBigUint64(at, true));
  if (!Number.isSafeInteger(value)) refuse(`${name} claims a size of ${value} bytes`);
  return value;
}
