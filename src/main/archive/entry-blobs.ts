import type { ProviderId } from '../../shared/model.ts';
import { isObject } from '../../shared/json.ts';
import type { Blob } from './blobs.ts';
import { sql, type Db } from './sql.ts';

/**
 * Bytes that earlier sources of a provider shipped, by the fingerprint of the zip member they came from, as `completeSource` was told
 * (`blobs` of the receipt): a zip that has grown need not be unpacked again for what was in it before.
 */
export function entryBlobs(db: Db, provider: ProviderId): ReadonlyMap<string, Blob> {
  const found = new Map<string, Blob>();
  const rows = db.iterate<{ blobs: string }>(sql`
    select json_extract(receipt, '$.blobs') as blobs from source
    where provider = ${provider} and complete = 1 and json_type(receipt, '$.blobs') = 'object'`);
  for (const { blobs } of rows) {
    const byEntry: unknown = JSON.parse(blobs);
    if (!isObject(byEntry)) continue;
    for (const [fingerprint, blob] of Object.entries(byEntry)) {
      if (!Array.isArray(blob)) continue;
      const [hash, size]: unknown[] = blob;
      if (typeof hash === 'string' && typeof size === 'number') found.set(fingerprint, { hash, size });
    }
  }
  return found;
}
