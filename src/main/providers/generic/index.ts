import type { Provider } from '../provider.ts';
import { judge } from './judge.ts';
import { parse } from './parse.ts';

/** The last resort, for files of no known program: what looks like a role is one, what looks like words is what was said. */
export const generic: Provider = { id: 'generic', version: 1, kind: 'export', judge, parse };
