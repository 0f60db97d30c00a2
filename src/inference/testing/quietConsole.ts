import { afterAll, vi } from 'vitest';

const refuse = (...words: unknown[]) => {
  throw new Error(`a test wrote to the console: ${words.join(' ')}`);
};

/** From here to the end of the file, whatever writes errors or warnings to the console fails. */
export function refuseConsole(): void {
  vi.spyOn(console, 'error').mockImplementation(refuse);
  vi.spyOn(console, 'warn').mockImplementation(refuse);
  afterAll(() => vi.restoreAllMocks());
}
