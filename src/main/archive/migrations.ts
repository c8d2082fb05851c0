import { archive0001 } from './migrations/archive/0001.ts';
import { archive0002 } from './migrations/archive/0002.ts';
import { archive0003 } from './migrations/archive/0003.ts';
import { archive0004 } from './migrations/archive/0004.ts';
import { archive0005 } from './migrations/archive/0005.ts';
import { archive0006 } from './migrations/archive/0006.ts';
import { archive0007 } from './migrations/archive/0007.ts';
import { index0001 } from './migrations/index/0001.ts';
import { user0001 } from './migrations/user/0001.ts';
import { user0002 } from './migrations/user/0002.ts';
import { user0003 } from './migrations/user/0003.ts';

export type FileName = 'archive' | 'user' | 'index';

/**
 * The schema of each file as numbered steps that only go forward: `user_version` of a file is the number of steps it has taken. A step
 * that was ever shipped is never edited.
 */
export const migrations: Readonly<Record<FileName, readonly string[]>> = {
  archive: [archive0001, archive0002, archive0003, archive0004, archive0005, archive0006, archive0007],
  user: [user0001, user0002, user0003],
  index: [index0001],
};
