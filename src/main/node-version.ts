/** Ends the program with one sentence where the SQLite binding would crash. Called by entries before anything else is loaded. */
export function requireNode(): void {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 22) return;
  process.stderr.write(
    `Polylogue needs Node 22 or newer; this is ${process.versions.node}. Start it with \`npm start\`, which brings its own.\n`,
  );
  process.exit(1);
}
