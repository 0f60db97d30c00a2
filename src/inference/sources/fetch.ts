export type Fetch = (
  url: string,
  init: {
    readonly signal: AbortSignal;
    readonly method?: 'HEAD';
    readonly headers?: Record<string, string>;
    readonly redirect?: 'manual';
  },
) => Promise<Response>;
