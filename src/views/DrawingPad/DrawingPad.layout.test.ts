import { expect, test } from 'vitest';
import { middleOf, movedBy, pointAt } from './DrawingPad.layout.ts';

const SIZE = { width: 10, height: 6 };

test('a place of the screen is one of the picture, also beyond its edge', () => {
  const box = { left: 100, top: 50, width: 200, height: 60 };
  expect(pointAt(SIZE, box, 150, 80)).toEqual({ x: 2.5, y: 3 });
  expect(pointAt(SIZE, box, 80, 130)).toEqual({ x: -1, y: 8 });
});

test('arrow keys move the pen from pixel to pixel, and not off the picture', () => {
  const from = middleOf(SIZE);
  expect(from).toEqual({ x: 5.5, y: 3.5 });
  expect(movedBy('ArrowLeft', from, SIZE, 1)).toEqual({ x: 4.5, y: 3.5 });
  expect(movedBy('ArrowDown', from, SIZE, 4)).toEqual({ x: 5.5, y: 5.5 });
  expect(movedBy('ArrowUp', from, SIZE, 9)).toEqual({ x: 5.5, y: 0.5 });
  expect(movedBy('a', from, SIZE, 1)).toBeNull();
});
