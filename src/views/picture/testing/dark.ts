import type { Ink } from '../ink.ts';

/** The dark scheme of theme.css. */
export const DARK: Ink = {
  paper: '#151318',
  ink: '#edeaf2',
  muted: '#a8a2b3',
  line: '#655f70',
  hairline: '#332f3a',
  wash: '#232029',
  accent: '#b99dff',
  query: '#6cb8f7',
  key: '#ffa25c',
  value: '#9ad254',
  output: '#e79ae0',
  evidence: '#4fe0bd',
  alert: '#ff8fa6',
  leftOut: '#26231f',
};
