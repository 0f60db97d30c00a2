import { AppError } from '../../core/errors.ts';
import { isRecord } from '../../core/isRecord.ts';

/** A JSON object whose members are not checked yet. */
export type Json = Readonly<Record<string, unknown>>;

/** The objects of a list; none where there is no list. */
export function records(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The string, or null. */
export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The boolean, or `fallback` where it is absent or null. */
export function bool(value: unknown, fallback: boolean): boolean {
  return typeof value === 'boolean' ? value : fallback;
}

/** Whether this can be the id of a token: runtimes count them in 32 bits. */
export function isTokenId(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 31;
}

/** Throws AppError 'tokenizer-failed'. */
export function fail(detail: string): never {
  throw new AppError('tokenizer-failed', detail);
}
