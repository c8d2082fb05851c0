import { limits } from '../../src/main/import/inputs/bundle.ts';

// Loaded before an action (node --import): elements of a few hundred kilobytes are too large, so that trials with them take no minutes.

Object.assign(limits, { element: 200_000 });
