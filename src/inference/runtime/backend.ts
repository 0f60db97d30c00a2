import type { BackendInfo, BackendName } from '../../core/run.ts';
import { messageOf } from '../errors.ts';
import type { BackendWish, Notice } from '../protocol.ts';

/** The part of `navigator.gpu` that is asked; browsers differ in which fields they fill. */
export type GpuLike = { requestAdapter(): Promise<AdapterLike | null> };

type AdapterLike = {
  readonly info?: {
    readonly vendor?: string;
    readonly architecture?: string;
    readonly device?: string;
    readonly description?: string;
    readonly isFallbackAdapter?: boolean;
  };
  readonly features?: { has(name: string): boolean };
  /** Where older browsers say it. */
  readonly isFallbackAdapter?: boolean;
};

/** What asking for a graphics adapter gave: one with a name, or the reason why none came. */
export type GpuProbe =
  /** `hasHalf`: computes in half precision. */
  | { readonly adapter: string; readonly isSoftware: boolean; readonly hasHalf: boolean }
  | { readonly adapter: null; readonly reason: string };

const SOFTWARE_ADAPTER = /swiftshader|llvmpipe|lavapipe|basic render/i;

/** Asks for an adapter. That `navigator.gpu` exists proves nothing: the answer may be null or an error. */
export async function probeGpu(gpu: GpuLike | undefined): Promise<GpuProbe> {
  if (!gpu) return { adapter: null, reason: 'this browser has no WebGPU' };
  try {
    const adapter = await gpu.requestAdapter();
    if (!adapter) return { adapter: null, reason: 'the browser offers no graphics adapter' };
    const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info ?? {};
    const name = description || [vendor, architecture, device].filter(Boolean).join(' ') || 'unnamed adapter';
    const isFallback = isFallbackAdapter ?? adapter.isFallbackAdapter ?? false;
    const isSoftware = isFallback || SOFTWARE_ADAPTER.test(`${name} ${architecture} ${device}`);
    return { adapter: name, isSoftware, hasHalf: adapter.features?.has('shader-f16') ?? false };
  } catch (error) {
    return { adapter: null, reason: messageOf(error) };
  }
}

/**
 * The backend to try for a wish. `auto` takes a hardware adapter: one emulated in software is a hundred times slower
 * than WASM on the same machine, and is used only when asked for. An explicit `webgpu` that cannot be had falls back to
 * WASM with a notice.
 */
export function chooseBackend(wish: BackendWish, probe: GpuProbe): { name: BackendName; notices: readonly Notice[] } {
  if (wish === 'wasm') return { name: 'wasm', notices: [] };
  if (probe.adapter !== null && !(wish === 'auto' && probe.isSoftware)) return { name: 'webgpu', notices: [] };
  return {
    name: 'wasm',
    notices: wish === 'auto' || probe.adapter !== null ? [] : [{ code: 'webgpu-unavailable', detail: probe.reason }],
  };
}

/** The backend that a wish will lead to on this machine, as far as the model does not matter. */
export async function expectBackend(wish: BackendWish, gpu: GpuLike | undefined): Promise<BackendName> {
  return wish === 'wasm' ? 'wasm' : chooseBackend(wish, await probeGpu(gpu)).name;
}

/** What is told of the backend that runs; `threads` counts those of WASM. */
export function describeBackend(name: BackendName, probe: GpuProbe, threads: number): BackendInfo {
  if (name === 'wasm' || probe.adapter === null) return { name: 'wasm', threads, adapter: null, isSoftware: false };
  return { name, threads, adapter: probe.adapter, isSoftware: probe.isSoftware };
}
