import { createAgreedHosts } from './createAgreedHosts.ts';
import type { AgreedHosts } from './createAgreedHosts.ts';

let hosts: AgreedHosts | null = null;

/** The hosts that were agreed to in this browser. */
export function agreedHosts(): AgreedHosts {
  hosts ??= createAgreedHosts(window.location.origin, () => window.localStorage);
  return hosts;
}
