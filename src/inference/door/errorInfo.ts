import type { ErrorCode, ErrorInfo } from '../../core/errors.ts';
import { mapRuntimeError } from '../errors.ts';

/** Anything thrown as a plain object: own fields of an Error do not cross to another thread. */
export function errorInfo(thrown: unknown, fallback: ErrorCode): ErrorInfo {
  const { code, detail, graphs } = mapRuntimeError(thrown, fallback);
  return { code, detail, ...(graphs && { graphs }) };
}
