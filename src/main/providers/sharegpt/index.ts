import type { Provider } from '../provider.ts';
import { judge } from './judge.ts';
import { parse } from './parse.ts';

export const sharegpt: Provider = { id: 'sharegpt', version: 1, kind: 'export', judge, parse };
