import { requireNode } from './node-version.ts';
import { runBehind } from './priority.ts';

requireNode();
runBehind();
const { runExporter } = await import('./export/run-exporter.ts');
runExporter();
