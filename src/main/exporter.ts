import { requireNode } from './node-version.ts';

requireNode();
const { runExporter } = await import('./export/run-exporter.ts');
runExporter();
