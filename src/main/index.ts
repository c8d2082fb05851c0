import { extname, join } from 'node:path';
import { runDesktop } from './hosts/electron/run-desktop.ts';
import { placesAt } from './places.ts';

const extension = extname(import.meta.filename);
// Not awaited: Electron becomes ready only after this module has been evaluated.
void runDesktop(placesAt(import.meta.dirname, extension), join(import.meta.dirname, '../preload/index.cjs'));
