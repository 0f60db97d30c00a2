import { ENOUGH_ROUNDS } from '../../../core/cost/headTimes.ts';
import type { TimingAction } from '../actions.ts';
import type { Timing } from '../timing.ts';

/** What becomes of a timing; an answer to an older question than the newest falls through. */
export function reduceTiming(timing: Timing, action: TimingAction): Timing {
  switch (action.type) {
    case 'timingStarted':
      return { ...timing, wantedId: action.timingId, isPending: true, plan: action.plan, progress: null, error: null };
    case 'timingStopped':
      return ended(timing);
    case 'heads-timed': {
      if (action.timingId !== timing.wantedId || !timing.isPending || timing.plan === null) return timing;
      const { nRounds, nRoundsInAll } = action.found;
      const isEnough = nRounds >= Math.min(ENOUGH_ROUNDS, nRoundsInAll);
      return {
        ...timing,
        isPending: nRounds < nRoundsInAll,
        progress: { nRounds, nRoundsInAll },
        found: isEnough ? { plan: timing.plan, times: action.found } : timing.found,
      };
    }
    case 'timing-failed':
      return action.timingId === timing.wantedId ? { ...timing, isPending: false, error: action.error } : timing;
  }
}

/** Nothing more is waited for; what has been found stays. */
export function ended(timing: Timing): Timing {
  return timing.isPending ? { ...timing, isPending: false } : timing;
}
