import type { BareModel } from './bare.ts';
import type { Echo } from './echo.ts';
import type { Hooks } from './hooks.ts';
import type { PaintBench } from './paint.ts';
import type { SweepBench } from './sweep.ts';

/** As the browser tells it of an isolated page. */
export type MemoryPart = {
  readonly bytes: number;
  readonly types: readonly string[];
  readonly attribution: readonly { readonly scope: string }[];
};

// What the scripts of this folder leave in the page for the script in Node to call.
declare global {
  interface Performance {
    measureUserAgentSpecificMemory(): Promise<{ readonly breakdown: readonly MemoryPart[] }>;
  }
  interface Window {
    headlightHooks: Hooks;
    headlightBare: BareModel;
    headlightEcho: Echo;
    headlightPaint: PaintBench;
    headlightSweep: SweepBench;
  }
}
