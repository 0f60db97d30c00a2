import type { Ablation, AblationMode, TurnedHead } from '../ablation/ablation.ts';
import { curveSizes, prefixes, pruningOrder, randomOrder } from '../ablation/orders.ts';
import type { Importance } from './importance.ts';

/** In which order heads are taken away. */
export const CURVE_ORDERS = ['importance', 'own', 'random'] as const;
export type CurveOrder = (typeof CURVE_ORDERS)[number];

/** More sets than this are not measured: a curve has no more points to the eye. */
const MAX_SETS = 72;
/** Fewer for each of several orders: 36 x 5 = 180 passes. */
const MAX_RANDOM_SETS = 36;
/** Random orders that are tried: enough to see how much the order matters, few enough to wait for. */
export const N_RANDOM_ORDERS = 5;

/** The heads that a curve takes away: in one order, or in several, each of the same heads. */
export function ordersOf(
  order: CurveOrder,
  {
    all,
    pinned,
    importance,
  }: {
    readonly all: readonly TurnedHead[];
    readonly pinned: readonly TurnedHead[];
    readonly importance: Importance | null;
  },
): readonly (readonly TurnedHead[])[] {
  switch (order) {
    case 'importance':
      return importance === null ? [] : [byImportance(importance)];
    case 'own':
      return [pinned];
    case 'random':
      return Array.from({ length: N_RANDOM_ORDERS }, (_, draw) => randomOrder(all, draw + 1));
  }
}

/** The heads that could be measured, the one that is missed least first. */
function byImportance({ heads }: Importance): readonly TurnedHead[] {
  const known = heads.filter(({ summary }) => summary !== null);
  return pruningOrder(
    known.map(({ head }) => head),
    known.map(({ effect }) => effect),
  );
}

/** The growing sets of one order or of several, order by order; of many heads not every size. */
export function curveVariants(orders: readonly (readonly TurnedHead[])[], mode: AblationMode): readonly Ablation[] {
  const max = orders.length > 1 ? MAX_RANDOM_SETS : MAX_SETS;
  return orders.flatMap((order) => prefixes(order, mode, curveSizes(order.length, max)));
}
