import { useEffect, useMemo, useState } from 'react';

/**
 * What `make` gives: at once when `small`, else made in a task of its own, so that several long makings one after another do not hold up
 * the window together. Until then what was made last; null when nothing was. `make` must be the same function as long as it would make the
 * same.
 */
export function useMade<T>(make: () => T, small: boolean): T | null {
  const now = useMemo(() => (small ? { value: make() } : null), [make, small]);
  const [made, setMade] = useState<{ readonly value: T } | null>(null);
  useEffect(() => {
    if (small) return undefined;
    const timer = setTimeout(() => setMade({ value: make() }));
    return () => clearTimeout(timer);
  }, [make, small]);
  return (now ?? made)?.value ?? null;
}
