import type { Interventions, SiteIntervention } from '../runtime/interventions.ts';

/** What is done to a run to which something is done already: `more` is done to what comes of `base`. Both for the same sequences. */
export function composeInterventions(base: Interventions, more: Interventions | null): Interventions {
  return base.map((own, site) => composed(own, more?.[site] ?? null));
}

/** s (k P + p) V + s c, and the pattern and context of the second: null parts are nothing. */
function composed(base: SiteIntervention | null, more: SiteIntervention | null): SiteIntervention | null {
  if (base === null || more === null) return more ?? base;
  const nKeys = more.nKeys ?? base.nKeys;
  return {
    scale: more.scale.map((factor, head) => factor * (base.scale[head] ?? 1)),
    pattern: sum(base.pattern, more.pattern, more.scale),
    ...(nKeys !== undefined && { nKeys }),
    context: sum(base.context, more.context, more.scale),
  };
}

/** Shapes: base and more [head, ..], factors [head]. */
function sum(base: Float32Array | null, more: Float32Array | null, factors: Float32Array): Float32Array | null {
  if (base === null) return more;
  const size = base.length / factors.length;
  return base.map((value, at) => value * (factors[Math.floor(at / size)] ?? 1) + (more?.[at] ?? 0));
}
