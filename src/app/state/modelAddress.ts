export const DEFAULT_HOST = 'https://huggingface.co';

/** Ids of what the person opened from their own machine begin so. */
export const OPENED = 'opened:';

export function isOpened(modelId: string): boolean {
  return modelId.startsWith(OPENED);
}

/** "bookworm-gpt", or "owner/name" of a repository; never a path that leaves the hub's folder. */
export function isModelId(text: string): boolean {
  return /^[\w.-]+(\/[\w.-]+)?$/.test(text) && !/(^|\/)\.+($|\/)/.test(text);
}

/** The address of a hub without a slash at its end, or null if it is none: http or https, with or without a path. */
export function readHost(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, origin, pathname } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? `${origin}${pathname}`.replace(/\/+$/, '') : null;
}
