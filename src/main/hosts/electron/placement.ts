import type { Placement } from './settings.ts';

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a window opens: without a place, the system chooses one. */
export interface Opening {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
}

export const smallest = { width: 480, height: 400 } as const;
const usual = { width: 1280, height: 860 } as const;

/**
 * Where to open a window that was at `saved`, on screens with these work areas: wholly inside the one that showed most of it. On a
 * screen that is gone, its size alone counts.
 */
export function openingOf(saved: Placement | null, areas: readonly Area[]): Opening {
  const wanted = saved ?? usual;
  const best = saved && areas.map((area) => ({ area, seen: overlap(saved, area) })).toSorted((a, b) => b.seen - a.seen)[0];
  const area = best && best.seen > 0 ? best.area : areas[0];
  const width = within(wanted.width, smallest.width, area?.width ?? wanted.width);
  const height = within(wanted.height, smallest.height, area?.height ?? wanted.height);
  if (!saved || !best || best.seen === 0) return { width, height };
  return {
    x: within(saved.x, best.area.x, best.area.x + best.area.width - width),
    y: within(saved.y, best.area.y, best.area.y + best.area.height - height),
    width,
    height,
  };
}

function overlap(one: Area, other: Area): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** At least `low`, and at most `high` where that leaves room. */
function within(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
