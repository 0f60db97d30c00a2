/**
 * Gives back all of these, one after another since no session takes two calls at once, also where one fails.
 * Rejects with the first error once all were tried.
 */
export async function releaseAll(parts: readonly { release(): Promise<unknown> }[]): Promise<void> {
  const errors: unknown[] = [];
  for (const part of parts) {
    await part.release().catch((error: unknown) => {
      errors.push(error);
    });
  }
  if (errors.length > 0) throw errors[0];
}
