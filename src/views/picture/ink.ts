/** Colours of a figure: the light scheme of theme.css whatever the page shows, on white, as paper and slides are. */
export const INK = {
  paper: '#ffffff',
  ink: '#1c1a21',
  muted: '#605b69',
  line: '#a49eae',
  hairline: '#dfdce3',
  wash: '#f2f0f4',
  accent: '#5b3fa8',
  query: '#0a62a9',
  key: '#ad4700',
  value: '#3b6f0e',
  output: '#8f2a86',
  evidence: '#0b7a62',
  alert: '#a3123a',
  /** Cells that may not be looked at or are hidden: one flat colour, which no ramp has. */
  leftOut: '#ece9e2',
} as const;

/** The colours that a picture is written with. */
export type Ink = Readonly<Record<keyof typeof INK, string>>;
