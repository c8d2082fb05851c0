import { createRequire } from 'node:module';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';

// The floors of `.dependency-cruiser.cjs`, and proof that the cruiser saw the sources: without a parser it reports nothing, cheerfully.

const root = join(import.meta.dirname, '..');
process.chdir(root);
const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const { output } = await cruise(['src'], { ...config.options, ruleSet: { forbidden: config.forbidden }, validate: true });

const sources = readdirSync('src', { recursive: true, withFileTypes: true }).filter(
  (file) => file.isFile() && /\.tsx?$/.test(file.name),
);
const seen = output.modules.filter((module) => /^src\/.*\.tsx?$/.test(module.source)).length;
for (const { rule, from, to } of output.summary.violations) console.error(`${rule.name}: ${from} → ${to}`);
console.log(`floors: ${seen} of ${sources.length} modules, ${output.summary.violations.length} violations`);
if (seen < sources.length || output.summary.violations.length > 0) process.exit(1);
