import { escapeXml } from '../svg.ts';
import { parseXml } from './xml.ts';
import type { XmlElement } from './xml.ts';

/**
 * A picture as a file that is compared: every element on a line of its own, indented by its depth, numbers with three decimals at
 * most. White space between elements says nothing.
 */
export function oneElementALine(svg: string): string {
  return `${linesOf(parseXml(svg), '').join('\n')}\n`;
}

function linesOf({ name, attributes, children }: XmlElement, indent: string): readonly string[] {
  const inside = children.filter((child) => typeof child !== 'string' || child.trim() !== '');
  const open = `${indent}<${[name, ...Object.entries(attributes).map(written)].join(' ')}`;
  if (inside.length === 0) return [`${open}/>`];
  const words = inside.filter((child) => typeof child === 'string');
  if (words.length === inside.length) return [`${open}>${escapeXml(words.join(''))}</${name}>`];
  return [
    `${open}>`,
    ...inside.flatMap((child) =>
      typeof child === 'string' ? [`${indent}  ${escapeXml(child.trim())}`] : linesOf(child, `${indent}  `),
    ),
    `${indent}</${name}>`,
  ];
}

function written([key, value]: readonly [string, string]): string {
  return `${key}="${escapeXml(key === 'href' ? value : value.replace(/-?\d+\.\d{4,}/g, rounded))}"`;
}

function rounded(number: string): string {
  return String(Math.round(Number(number) * 1000) / 1000);
}
