/** Full text, annotations, rollups; may be deleted at any time. */
export const index0001 = '';
