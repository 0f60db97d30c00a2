import { holds } from '../../core/lessons/lesson.ts';
import type { Claim } from '../../core/lessons/lesson.ts';
import type { AppState } from '../state/appState.ts';
import { factOf } from './facts/facts.ts';

/** How the claims of a page stand on what is on screen: all hold, one does not, or of some nothing is known. */
export function claimsState(claims: readonly Claim[], state: AppState): 'none' | 'open' | 'hold' | 'fail' {
  if (claims.length === 0) return 'none';
  const found = claims.map((claim) => holds(claim, factOf(state, claim.fact)));
  if (found.includes(false)) return 'fail';
  return found.includes(null) ? 'open' : 'hold';
}
