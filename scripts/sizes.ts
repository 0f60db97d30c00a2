import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { listFiles } from './listFiles.ts';

/**
 * What the files whose path in dist matches `files` may weigh, compressed: all together, or each of them.
 * A file belongs to the first budget that matches it.
 */
export type Budget = {
  readonly name: string;
  readonly files: RegExp;
  /** Only files that index.html names, which are fetched before anything is seen; null: named there or not. */
  readonly isWithPage: true | null;
  readonly per: 'total' | 'each';
  readonly limitKiB: number;
};

export type SizedFile = {
  readonly path: string;
  readonly rawBytes: number;
  readonly brotliBytes: number;
  /** Whether index.html names it. */
  readonly isWithPage: boolean;
};

/** One line of the report: what weighs how much, out of how much. */
export type SizeLine = {
  readonly name: string;
  readonly rawBytes: number;
  readonly brotliBytes: number;
  readonly limitKiB: number;
  readonly isOver: boolean;
};

/** Good enough to compare with what hosts send, and quick on tens of megabytes of WASM. */
const QUALITY = 9;

/** Strings that minifying leaves in every build of onnxruntime-web. */
const RUNTIME_MARKS = ['onnxruntime', 'ort-wasm', '_OrtCreateSession'];

const compress = promisify(brotliCompress);

export function parseBudgets(json: string): Budget[] {
  const value: unknown = JSON.parse(json);
  if (!Array.isArray(value)) throw new TypeError('size budgets are a list');
  return value.map((entry: Record<string, unknown>) => {
    const { name, files, withPage, totalKiB, eachKiB } = entry;
    const limitKiB = totalKiB ?? eachKiB;
    if (typeof name !== 'string' || typeof files !== 'string' || typeof limitKiB !== 'number') {
      throw new TypeError(`a size budget has name, files, and totalKiB or eachKiB: ${JSON.stringify(entry)}`);
    }
    const isWithPage = withPage === true ? true : null;
    return { name, files: new RegExp(files), isWithPage, per: totalKiB === undefined ? 'each' : 'total', limitKiB };
  });
}

export async function sizeFiles(dist: string): Promise<SizedFile[]> {
  const named = new Set(existsSync(join(dist, 'index.html')) ? namedByPage(dist) : []);
  return Promise.all(
    listFiles(dist).map(async (path) => {
      const content = readFileSync(join(dist, path));
      const packed = await compress(content, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } });
      const sizes = { rawBytes: content.byteLength, brotliBytes: packed.byteLength };
      return { path, ...sizes, isWithPage: named.has(path) };
    }),
  );
}

/** The lines in the order of the budgets; `unbudgeted` are files that no budget covers. */
export function weigh(
  files: readonly SizedFile[],
  budgets: readonly Budget[],
): { readonly lines: SizeLine[]; readonly unbudgeted: string[] } {
  const budgetOf = (file: SizedFile): Budget | undefined =>
    budgets.find((budget) => budget.files.test(file.path) && (budget.isWithPage === null || file.isWithPage));
  const lines = budgets.flatMap((budget) => {
    const mine = files.filter((file) => budgetOf(file) === budget);
    if (budget.per === 'each') return mine.map((file) => line(`${budget.name} ${file.path}`, [file], budget.limitKiB));
    return [line(budget.name, mine, budget.limitKiB)];
  });
  return { lines, unbudgeted: files.filter((file) => !budgetOf(file)).map((file) => file.path) };
}

function line(name: string, files: readonly SizedFile[], limitKiB: number): SizeLine {
  const sum = (key: 'rawBytes' | 'brotliBytes'): number => files.reduce((total, file) => total + file[key], 0);
  const brotliBytes = sum('brotliBytes');
  return { name, rawBytes: sum('rawBytes'), brotliBytes, limitKiB, isOver: brotliBytes > limitKiB * 1024 };
}

/**
 * The scripts that index.html loads at once and in which the inference runtime stands; there should be none,
 * since the runtime belongs to the worker. Throws RangeError if index.html loads no script at all.
 */
export function scriptsWithRuntime(dist: string): string[] {
  const scripts = namedByPage(dist).filter((path) => /\.m?js$/.test(path));
  if (scripts.length === 0) throw new RangeError('index.html loads no script');
  return scripts.filter((script) => {
    const code = readFileSync(join(dist, script), 'utf8');
    return RUNTIME_MARKS.some((mark) => code.includes(mark));
  });
}

/** The files of dist that index.html names. */
function namedByPage(dist: string): string[] {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  return [...page.matchAll(/(?:src|href)="(?:\.?\/)?([^":]+)"/g)].map((match) => match[1] ?? '');
}
