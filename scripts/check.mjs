import { fast, requireNode, run } from './steps.mjs';

requireNode();
process.exit(run(fast));
