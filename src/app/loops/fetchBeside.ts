/**
 * JSON that lies beside a model. Null where it does not come, or is none: then what it is for is not offered, and the model is as good
 * without.
 */
export async function fetchBeside(url: string): Promise<unknown> {
  try {
    const response = await fetch(url);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
