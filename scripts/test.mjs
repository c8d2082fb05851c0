import { requireNode, run, whole } from './steps.mjs';

requireNode();
process.exit(run(whole));
