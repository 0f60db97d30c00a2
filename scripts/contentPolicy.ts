import type { Plugin } from 'vite';

/**
 * What the built page may load and where it may connect to. A person may choose any mirror of the model hub, hence any web
 * address; nothing else comes from anywhere but the page's own folder. Figures and pictures are drawn through blob: and data:.
 */
const DIRECTIVES: readonly (readonly [name: string, ...sources: readonly string[]])[] = [
  ['default-src', "'none'"],
  ['script-src', "'self'", "'wasm-unsafe-eval'"],
  ['worker-src', "'self'"],
  ['style-src', "'self'"],
  ['font-src', "'self'"],
  ['img-src', "'self'", 'blob:', 'data:'],
  ['manifest-src', "'self'"],
  ['connect-src', "'self'", 'https:', 'http:'],
  ['base-uri', "'none'"],
  ['form-action', "'none'"],
];

export const CONTENT_POLICY = DIRECTIVES.map((directive) => directive.join(' ')).join('; ');

/** Puts the policy into the built page; while developing, the page is changed by inline scripts that it would refuse. */
export function contentPolicy(): Plugin {
  return {
    name: 'headlight:content-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  };
}
