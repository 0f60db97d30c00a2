import type { ReactNode } from 'react';
import type { Scheme } from '../src/views/paint/ramp.ts';

export type FigureProps = {
  /** Name of the screenshot. */
  readonly name: string;
  readonly scheme: Scheme;
  readonly width?: number;
  readonly children: ReactNode;
};

/** One picture of the gallery, on the page's own colour in either scheme. */
export function Figure({ name, scheme, width, children }: FigureProps) {
  return (
    <section
      data-picture={`${name}-${scheme}`}
      style={{ colorScheme: scheme, background: 'var(--paper)', color: 'var(--ink)', padding: 16, width }}
    >
      <h2 style={{ font: '600 14px var(--sans)', margin: '0 0 12px' }}>
        {name}, {scheme}
      </h2>
      {children}
    </section>
  );
}

/** Things side by side, each under its own line of words. */
export function Row({ children }: { readonly children: ReactNode }) {
  return <div style={{ display: 'flex', flexWrap: 'wrap', gap: 24, alignItems: 'flex-start' }}>{children}</div>;
}

export function Captioned({ caption, children }: { readonly caption: string; readonly children: ReactNode }) {
  return (
    <figure style={{ margin: 0 }}>
      <figcaption style={{ font: '13px var(--sans)', color: 'var(--muted)', marginBottom: 4 }}>{caption}</figcaption>
      {children}
    </figure>
  );
}
