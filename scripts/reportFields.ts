import { isRecord } from '../src/core/isRecord.ts';

/** A list of a report; what is not there is empty, since a suite without tests of its own has no list of them. */
export function listIn(value: unknown, key: string): readonly unknown[] {
  const list = isRecord(value) ? value[key] : undefined;
  return Array.isArray(list) ? list : [];
}

/** A text of a report; empty where there is none. */
export function textIn(value: unknown, key: string): string {
  const text = isRecord(value) ? value[key] : undefined;
  return typeof text === 'string' ? text : '';
}

/** A number of a report; 0 where there is none. */
export function numberIn(value: unknown, key: string): number {
  const number = isRecord(value) ? value[key] : undefined;
  return typeof number === 'number' ? number : 0;
}
