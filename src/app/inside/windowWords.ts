import type { WindowsOfLayer } from '../../core/inside/layer.ts';

/** In which windows a query and a key stand, and at which places of them, counted from 0 as all positions are. */
export function windowWords({ count, size, ofPosition, inWindow }: WindowsOfLayer, query: number, key: number): string {
  const where = (position: number): string => `window ${ofPosition[position]}, place ${inWindow[position]}`;
  const whole = `This layer looks inside ${count === 1 ? 'one window' : `${count} windows`} of ${size} places each`;
  return `${whole}; the query stands in ${where(query)}, the key in ${where(key)}.`;
}
