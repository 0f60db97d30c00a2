import type { BareModel } from './bare.ts';
import type { Hooks } from './hooks.ts';
import type { PaintBench } from './paint.ts';
import type { SweepBench } from './sweep.ts';

// What the scripts of this folder leave in the page for the script in Node to call.
declare global {
  interface Window {
    headlightHooks: Hooks;
    headlightBare: BareModel;
    headlightPaint: PaintBench;
    headlightSweep: SweepBench;
  }
}
