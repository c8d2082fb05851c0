/** A number of bytes as a person reads it, in decimal units, as disks are sold: `1.2 MB`. The same in every locale. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
