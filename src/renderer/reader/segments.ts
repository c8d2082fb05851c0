/**
 * Chromium lets no element be higher than 33,554,432 px. A longer column is drawn in an element of `highest`, of which each place shows a
 * segment of the column: it scrolls pixel by pixel as any other, `origin` is what is above it unseen, and near the element's ends the
 * segment moves. A drag of the scroll bar goes where the same share of the column is. All figures are pixels.
 */
export interface Extent {
  /** Of the whole column. */
  readonly total: number;
  /** Of the scroller's window. */
  readonly visible: number;
}

/** A place in the column, and how it is shown: the scroller at `top`, the column drawn `origin` px further up. */
export interface Segment {
  readonly top: number;
  readonly origin: number;
}

/** Height of the element at most: places are drawn as 32-bit floats, which tell quarters of a pixel apart up to here. */
export const highest = 2_000_000;
/** At both ends of the column the two scales agree. */
const edge = 200_000;

/** How a place is shown when nothing was shown before. */
export function segmentAt(place: number, { total, visible }: Extent, most = highest, ends = edge): Segment {
  const lastPlace = Math.max(0, total - visible);
  const at = Math.min(Math.max(0, place), lastPlace);
  if (total <= most) return { top: at, origin: 0 };
  const lastTop = most - visible;
  const top =
    at <= ends
      ? at
      : at >= lastPlace - ends
        ? lastTop - (lastPlace - at)
        : Math.round(ends + ((at - ends) / (lastPlace - 2 * ends)) * (lastTop - 2 * ends));
  return { top, origin: at - top };
}

/**
 * How it goes on after the person has scrolled to `top`; `before` is how it was. Gives another `top` when the segment had to move, which
 * shows the same place.
 */
export function segmentAfter(top: number, before: Segment, extent: Extent, most = highest, ends = edge): Segment {
  const { total, visible } = extent;
  if (total <= most) return { top, origin: 0 };
  const lastPlace = total - visible;
  const lastTop = most - visible;
  // Nobody scrolls as far as this but by the bar, or to an end.
  if (Math.abs(top - before.top) > 8 * visible) {
    const place =
      top <= ends
        ? top
        : top >= lastTop - ends
          ? lastPlace - (lastTop - top)
          : ends + ((top - ends) / (lastTop - 2 * ends)) * (lastPlace - 2 * ends);
    return { top, origin: Math.round(place) - top };
  }
  const place = Math.min(Math.max(0, top + before.origin), lastPlace);
  const near = top < ends / 4 || top > lastTop - ends / 4;
  const rested = segmentAt(place, extent, most, ends);
  if (near && rested.top !== top) return rested;
  return { top: place - before.origin, origin: before.origin };
}
