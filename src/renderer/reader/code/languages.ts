/** The languages that are coloured. */
export const languageNames = [
  'asm',
  'awk',
  'bat',
  'c',
  'clojure',
  'cmake',
  'cpp',
  'csharp',
  'css',
  'dart',
  'docker',
  'dotenv',
  'elixir',
  'elm',
  'erlang',
  'fish',
  'fortran',
  'fsharp',
  'glsl',
  'go',
  'graphql',
  'groovy',
  'haskell',
  'hcl',
  'html',
  'ini',
  'java',
  'javascript',
  'json',
  'jsonc',
  'jsonl',
  'jsx',
  'julia',
  'kotlin',
  'latex',
  'less',
  'lua',
  'make',
  'markdown',
  'matlab',
  'mermaid',
  'nginx',
  'nix',
  'objective-c',
  'ocaml',
  'pascal',
  'perl',
  'php',
  'powershell',
  'prisma',
  'proto',
  'python',
  'r',
  'ruby',
  'rust',
  'scala',
  'scss',
  'shellscript',
  'solidity',
  'sql',
  'svelte',
  'swift',
  'toml',
  'tsx',
  'typescript',
  'typst',
  'vue',
  'wasm',
  'xml',
  'yaml',
  'zig',
] as const;

export type LanguageName = (typeof languageNames)[number];

const known: ReadonlyMap<string, LanguageName> = new Map(languageNames.map((name) => [name, name]));

/** Other names of languages, and the endings of their files. */
const aliases: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    asm: 'assembly nasm s',
    bat: 'batch cmd',
    c: 'h',
    clojure: 'clj cljs edn',
    cpp: 'c++ cc cxx hpp hh hxx arduino ino cuda cu',
    csharp: 'c# cs',
    docker: 'dockerfile containerfile',
    dotenv: 'env',
    elixir: 'ex exs',
    erlang: 'erl hrl',
    fortran: 'f90 f95 fortran-free-form',
    fsharp: 'f# fs fsx',
    glsl: 'vert frag hlsl wgsl',
    go: 'golang',
    graphql: 'gql',
    groovy: 'gradle',
    haskell: 'hs',
    hcl: 'terraform tf tfvars',
    html: 'htm xhtml text/html',
    ini: 'cfg conf properties editorconfig desktop service',
    javascript: 'js mjs cjs node nodejs ecmascript application/javascript',
    json: 'webmanifest application/json',
    jsonc: 'json5',
    jsonl: 'ndjson',
    jsx: 'react application/vnd.ant.react',
    julia: 'jl',
    kotlin: 'kt kts',
    latex: 'tex sty bib bibtex',
    make: 'makefile mk',
    markdown: 'md mdx text/markdown',
    matlab: 'octave',
    mermaid: 'mmd application/vnd.ant.mermaid',
    'objective-c': 'objc objectivec m mm',
    ocaml: 'ml mli',
    perl: 'pl pm',
    powershell: 'ps1 psm1 pwsh',
    proto: 'protobuf',
    python: 'py py3 python3 pyw pyi ipython gyp',
    ruby: 'rb rake gemspec',
    rust: 'rs',
    scala: 'sc sbt',
    shellscript: 'sh bash shell zsh ksh console shellsession shell-session bashrc zshrc',
    solidity: 'sol',
    sql: 'mysql postgres postgresql pgsql plsql sqlite tsql',
    typescript: 'ts mts cts',
    wasm: 'wat',
    xml: 'svg xsl xslt xsd plist rss atom image/svg+xml',
    yaml: 'yml',
  }).flatMap(([name, others]) => others.split(' ').map((other) => [other, name] as const)),
);

/** Files known by their name alone. */
const files: Readonly<Record<string, string>> = {
  dockerfile: 'docker',
  containerfile: 'docker',
  makefile: 'make',
  gnumakefile: 'make',
  'cmakelists.txt': 'cmake',
  gemfile: 'ruby',
  rakefile: 'ruby',
  '.env': 'dotenv',
  '.bashrc': 'shellscript',
  '.zshrc': 'shellscript',
  '.gitignore': '',
};

/** The language a fence or a provider names, as we call it; null when it is not coloured. */
export function languageOf(name: string): LanguageName | null {
  const key = name
    .trim()
    .toLowerCase()
    .replace(/^(?:code\/|language-|text\/x-|\.)/, '')
    .replace(/^\{\.?|\}$/g, '');
  return known.get(aliases[key] ?? key) ?? null;
}

/** The language of a file, by its name or its ending; null when it is not coloured. */
export function languageOfFile(path: string): LanguageName | null {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  const named = files[name];
  if (named !== undefined) return languageOf(named);
  const dot = name.lastIndexOf('.');
  return dot === -1 ? null : languageOf(name.slice(dot + 1));
}
