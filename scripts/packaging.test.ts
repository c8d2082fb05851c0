import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
// What electron-builder brings, found from where it is; none of it is a dependency of ours.
const builder = createRequire(createRequire(import.meta.url).resolve('app-builder-lib/package.json'));
const parseYaml = (text: string): unknown => (builder('js-yaml') as { load: (text: string) => unknown }).load(text);

interface Config {
  readonly files: readonly string[];
  readonly asarUnpack: readonly string[];
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly directories: { readonly buildResources: string };
  readonly linux: { readonly icon: string };
  readonly mac: { readonly icon: string };
  readonly win: { readonly icon: string; readonly fileAssociations?: unknown };
  readonly nsis: { readonly include: string };
}
const config = parseYaml(read('electron-builder.yml')) as Config;

interface Package {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Readonly<Record<string, Package>> };
const manifest = JSON.parse(read('package.json')) as { main: string; scripts: Readonly<Record<string, string>> };

/** The installed packages that these need, by their path in the lock file. */
function closure(names: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (from: string, name: string): void => {
    const here = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
    if (packages[here] === undefined) {
      if (from !== '') add(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
    } else if (!found.has(here)) {
      found.add(here);
      for (const next of Object.keys(packages[here].dependencies ?? {})) add(here, next);
    }
  };
  for (const name of names) add('', name);
  return found;
}

/** Packages that main's sources import, but Electron. */
function imports(): readonly string[] {
  const files = readdirSync(join(root, 'src'), { recursive: true })
    .map((file) => String(file).replaceAll('\\', '/'))
    .filter((file) => /^(?:main|shared)\/.*\.ts$/.test(file) && !file.endsWith('.test.ts'));
  const names = files.flatMap((file) =>
    [...read(`src/${file}`).matchAll(/^(?:import|export) (?!type ).*?from '([^.'][^']*)';/gm)].map(([, name = '']) => name),
  );
  const scaffold = new Set(['electron', 'vitest', 'fast-check']);
  return [
    ...new Set(names.map((name) => (name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split('/')[0] ?? '')))),
  ]
    .filter((name) => !name.startsWith('node:') && !scaffold.has(name))
    .toSorted();
}

interface Matcher {
  readonly createFilter: () => (file: string, stat: object) => boolean;
  readonly prependPattern: (pattern: string) => void;
}
const { FileMatcher } = builder('./out/fileMatcher.js') as {
  FileMatcher: new (from: string, to: string, expand: (pattern: string) => string, patterns: readonly string[]) => Matcher;
};

/** Whether electron-builder packs a file of a module, by its own matcher, as it reads the excluding patterns. */
function packs(path: string, platform = 'linux', arch = 'x64'): boolean {
  const expand = (pattern: string): string => pattern.replaceAll('${platform}', platform).replaceAll('${arch}', arch);
  const excluding = config.files.filter((pattern) => pattern.startsWith('!'));
  const matcher = new FileMatcher(root, join(root, 'dist'), expand, ['**/*', ...excluding]);
  return matcher.createFilter()(join(root, path), { isDirectory: () => false, isFile: () => true });
}

describe('the configuration of the installers', () => {
  test('is what electron-builder’s own schema asks for', () => {
    const schema = JSON.parse(readFileSync(builder.resolve('./scheme.json'), 'utf8')) as object;
    const { default: Ajv } = builder('ajv') as {
      default: new (options: object) => { compile: (schema: object) => { (value: unknown): boolean; errors?: unknown } };
    };
    const validate = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(schema);
    validate(config);
    expect(validate.errors).toBe(null);
    expect(validate({ ...config, electronFuse: {} }), 'a name that it does not know').toBe(false);
  });

  test('names files that are there', () => {
    for (const path of [
      config.directories.buildResources,
      config.linux.icon,
      config.mac.icon,
      config.win.icon,
      config.nsis.include,
      'LICENSE',
    ])
      expect(existsSync(join(root, path)), path).toBe(true);
    const sizes = readdirSync(join(root, config.linux.icon)).filter((name) => name.endsWith('.png'));
    expect(sizes).toEqual(expect.arrayContaining(['16x16.png', '32x32.png', '256x256.png', '512x512.png', '1024x1024.png']));
    expect(statSync(join(root, config.mac.icon)).size).toBeGreaterThan(10_000);
  });

  test('packs everything that is built, and the sample', () => {
    for (const part of ['main', 'preload', 'renderer']) expect(config.files).toContain(`out/${part}/**`);
    expect(config.files).toContain('resources/sample/**');
    expect(config.asarUnpack).toContain('resources/sample/**');
    expect(config.files.some((pattern) => !pattern.startsWith('!') && manifest.main.startsWith(pattern.replace('**', '')))).toBe(
      true,
    );
  });

  test('packs what main imports, and nothing else that is installed', () => {
    const needed = closure(imports());
    // For building the database's module, which comes built.
    const building = 'node_modules/node-addon-api';
    const all = closure(Object.keys({ ...packages['']?.dependencies, ...packages['']?.optionalDependencies }));
    expect(needed.size).toBeGreaterThan(5);
    for (const path of all) expect(packs(`${path}/package.json`), path).toBe(needed.has(path) && path !== building);
  });

  test('packs the database’s module for the one system, where the system can load it', () => {
    const folder = 'node_modules/better-sqlite3';
    expect(packs(`${folder}/prebuilds/linux-x64.node`)).toBe(true);
    expect(packs(`${folder}/prebuilds/darwin-arm64.node`)).toBe(false);
    expect(packs(`${folder}/prebuilds/darwin-arm64.node`, 'darwin', 'arm64')).toBe(true);
    expect(packs(`${folder}/lib/index.js`)).toBe(true);
    expect(packs(`${folder}/deps/sqlite3/sqlite3.c`)).toBe(false);
    expect(config.asarUnpack).toContain(`${folder}/prebuilds/**`);
    for (const [platform, arch] of [
      ['linux', 'x64'],
      ['linux', 'arm64'],
      ['darwin', 'x64'],
      ['darwin', 'arm64'],
      ['win32', 'x64'],
      ['win32', 'arm64'],
    ])
      expect(existsSync(join(root, folder, 'prebuilds', `${platform}-${arch}.node`)), `${platform} ${arch}`).toBe(true);
  });

  test('closes the ways around the app that Electron leaves open', () => {
    expect(config.electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  test('makes Polylogue nobody’s first choice on Windows', () => {
    expect(config.win.fileAssociations).toBeUndefined();
    expect(read(config.nsis.include)).toContain('SupportedTypes');
  });
});

describe('the workflows', () => {
  const folder = '.github/workflows';
  interface Workflow {
    readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string; readonly uses?: string }[] }>>;
  }
  const workflows = readdirSync(join(root, folder)).map((file) => ({
    file,
    workflow: parseYaml(read(`${folder}/${file}`)) as Workflow,
  }));
  const steps = workflows.flatMap(({ workflow }) => Object.values(workflow.jobs).flatMap((job) => job.steps));

  test('run scripts that there are', () => {
    const named = steps.flatMap(({ run = '' }) =>
      [...run.matchAll(/npm run ([\w-]+)|npm (test)/g)].map(([, script, own]) => script ?? own ?? ''),
    );
    expect(named).toEqual(expect.arrayContaining(['test', 'desktop-specs', 'package']));
    for (const script of named) expect(Object.keys(manifest.scripts)).toContain(script);
    expect(existsSync(join(root, 'node_modules/electron/install.js'))).toBe(true);
  });

  test('use actions by their whole version', () => {
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/@v\d+\.\d+\.\d+$/);
  });

  test('run on three systems', () => {
    for (const system of ['ubuntu', 'macos', 'windows']) expect(JSON.stringify(workflows)).toContain(`${system}-`);
  });
});
