/**
 * Every word the window says, by feature: one catalogue, so that tone, terms and one day languages have one place. A sentence with a
 * figure in it is a function. What the archive says (failures, reasons in receipts) comes with its answer.
 */
export { app } from './app.ts';
export { commands } from './commands.ts';
export { exporting } from './export.ts';
export { facets } from './facets.ts';
export { find } from './find.ts';
export { found } from './found.ts';
export { importing } from './import.ts';
export { keep } from './keep.ts';
export { list } from './list.ts';
export { nothing } from './nothing.ts';
export { parts } from './parts.ts';
export { raw } from './raw.ts';
export { reader } from './reader.ts';
export { saved } from './saved.ts';
export { search } from './search.ts';
export { settings } from './settings.ts';
export { turns } from './turns.ts';
export { ui } from './ui.ts';
