import { isAbsolute, join } from 'node:path';
import type { ProviderId } from '../../shared/model.ts';
import type { Surroundings } from './surroundings.ts';

/** What a file below a root is: one session, a database of nobody knows how many, something read along, or nothing that is read. */
export type FileKind = 'session' | 'sessions' | 'beside' | null;

/** A folder or file that is imported as it is. */
export interface Root {
  /** Below the place's folder, with `/`; a `*` stands for every folder there is. */
  readonly path: string;
  /** A database: its size says nothing about whether it has grown. */
  readonly database?: boolean;
  /** @param path of the file, below the root, with `/` */
  readonly kindOf: (path: string) => FileKind;
  /** Folders below the root that stand for themselves: when something in one has grown, only it is read again. */
  readonly unit?: number;
}

/** Where a tool keeps its conversations on this computer. */
export interface Place {
  /** Stays the same on every computer: what the person chose for it is kept under it. */
  readonly id: string;
  /** Null for exports, which are of any provider. */
  readonly provider: ProviderId | null;
  /** Tells places of one provider apart. */
  readonly variant: string | null;
  readonly folder: string;
  readonly roots: readonly Root[];
  /** The tool's own settings, below the folder, and the days after which it deletes by them (null: it keeps). */
  readonly deletes?: { readonly settings: string; readonly days: (settings: unknown) => number | null };
}

/** Files whose names say it; the rest is not read as a session. */
const matching =
  (session: RegExp, beside?: RegExp): Root['kindOf'] =>
  (path) =>
    session.test(path) ? 'session' : beside?.test(path) === true ? 'beside' : null;

const database: Root['kindOf'] = () => 'sessions';

/**
 * Every place on this platform, whether it is there or not. formats §5.1, §6.1, §7.3, §8.5 – 8.8, §8.11.
 */
export function placesIn(surroundings: Surroundings): readonly Place[] {
  const { home, env, platform } = surroundings;
  const own = (variable: string, otherwise: string): string => {
    const given = env[variable]?.trim();
    if (given === undefined || given === '') return otherwise;
    const path = given.replace(/^~(?=$|[/\\])/, () => home);
    return isAbsolute(path) ? path : otherwise;
  };
  const config =
    platform === 'win32'
      ? own('APPDATA', join(home, 'AppData', 'Roaming'))
      : platform === 'darwin'
        ? join(home, 'Library', 'Application Support')
        : own('XDG_CONFIG_HOME', join(home, '.config'));
  const xdgConfig = own('XDG_CONFIG_HOME', join(home, '.config'));
  const data = own('XDG_DATA_HOME', join(home, '.local', 'share'));
  const claude = own('CLAUDE_CONFIG_DIR', join(home, '.claude'));

  const vsCode = (id: string, variant: string | null, folder: string): Place => ({
    id,
    provider: 'vscode-chat',
    variant,
    folder,
    roots: ['workspaceStorage/*/chatSessions', 'globalStorage/emptyWindowChatSessions'].map((path) => ({
      path,
      kindOf: matching(/^[^/]+\.jsonl?$/),
    })),
  });
  const claudeCode = (id: string, variant: string | null, folder: string): Place => ({
    id,
    provider: 'claude-code',
    variant,
    folder,
    roots: [{ path: 'projects', kindOf: matching(/^[^/]+\/(?!agent-)[^/]+\.jsonl$/, /\.jsonl$/), unit: 1 }],
    deletes: { settings: 'settings.json', days: claudeCodeDays },
  });

  const all: readonly Place[] = [
    claudeCode('claude-code', null, claude),
    claudeCode('claude-code-config', '~/.config', join(xdgConfig, 'claude')),
    {
      id: 'codex',
      provider: 'codex',
      variant: null,
      folder: own('CODEX_HOME', join(home, '.codex')),
      roots: [
        // sessions/2026/11/23/rollout-….jsonl; the first version wrote one .json each.
        { path: 'sessions', kindOf: matching(/(?:^|\/)rollout-[^/]+\.json(?:l(?:\.zst)?)?$/), unit: 3 },
        { path: 'archived_sessions', kindOf: matching(/(?:^|\/)rollout-[^/]+\.json(?:l(?:\.zst)?)?$/) },
      ],
    },
    {
      id: 'gemini-cli',
      provider: 'gemini-cli',
      variant: null,
      folder: join(own('GEMINI_CLI_HOME', home), '.gemini'),
      roots: [
        {
          path: 'tmp',
          kindOf: matching(
            /^[^/]+\/chats\/session-[^/]+\.jsonl?$/,
            /^[^/]+\/(?:chats\/.+\.jsonl?|checkpoint-[^/]+\.json|logs\.json)$/,
          ),
          unit: 1,
        },
      ],
      deletes: { settings: 'settings.json', days: geminiCliDays },
    },
    {
      id: 'cursor',
      provider: 'cursor',
      variant: null,
      folder: join(config, 'Cursor', 'User'),
      roots: [{ path: 'globalStorage/state.vscdb', kindOf: database, database: true }],
    },
    {
      id: 'cursor-agent',
      provider: 'cursor',
      variant: 'agent',
      folder: join(home, '.cursor'),
      roots: [
        { path: 'projects/*/agent-transcripts', kindOf: matching(/\.(?:jsonl|txt)$/) },
        { path: 'chats', kindOf: matching(/(?:^|\/)store\.db$/), database: true, unit: 2 },
      ],
    },
    {
      id: 'opencode',
      provider: 'opencode',
      variant: null,
      folder: join(data, 'opencode'),
      roots: [
        { path: 'opencode.db', kindOf: database, database: true },
        { path: 'storage', kindOf: matching(/^session\/.+\.json$/, /^(?:message|part)\/.+\.json$/) },
      ],
    },
    {
      id: 'copilot-cli',
      provider: 'copilot-cli',
      variant: null,
      folder: own('COPILOT_HOME', join(home, '.copilot')),
      roots: [
        { path: 'session-state', kindOf: matching(/^(?:[^/]+\/events|[^/]+)\.jsonl$/), unit: 1 },
        { path: 'history-session-state', kindOf: matching(/^[^/]+\.jsonl?$/) },
      ],
    },
    vsCode('vscode', null, join(config, 'Code', 'User')),
    vsCode('vscode-insiders', 'Insiders', join(config, 'Code - Insiders', 'User')),
    vsCode('vscodium', 'VSCodium', join(config, 'VSCodium', 'User')),
    vsCode('vscode-server', 'Server', join(home, '.vscode-server', 'data', 'User')),
    {
      id: 'pi',
      provider: 'pi',
      variant: null,
      folder: own('PI_CODING_AGENT_DIR', join(home, '.pi', 'agent')),
      roots: [{ path: 'sessions', kindOf: matching(/^(?:[^/]+\/)?[^/]+\.jsonl$/), unit: 1 }],
    },
  ];
  // Two variables may lead to one folder.
  return all.filter(
    (place, at) => all.findIndex(({ folder, roots }) => folder === place.folder && sameRoots(roots, place.roots)) === at,
  );
}

function sameRoots(a: readonly Root[], b: readonly Root[]): boolean {
  return a.map(({ path }) => path).join('\n') === b.map(({ path }) => path).join('\n');
}

/** Providers whose conversations are files of a tool on this computer: when they are deleted, the archive's copy is the only one. */
export const localProviders: readonly ProviderId[] = [
  'claude-code',
  'codex',
  'gemini-cli',
  'cursor',
  'opencode',
  'copilot-cli',
  'vscode-chat',
  'pi',
];

/** Export zips as the providers name them. Never opened to find out: the name is a hint. */
export function looksLikeExport(name: string): boolean {
  return (
    /^[0-9a-f]{64}-\d{4}-\d{2}-\d{2}-[\w-]+\.zip$/i.test(name) ||
    /^(?:data-\d{4}-\d{2}-\d{2}|data-[0-9a-f]{8}-[0-9a-f]{4}-)[\w-]*(?: \(\d+\))?\.zip$/i.test(name) ||
    /^takeout-\d{8}T\d{6}Z[\w-]*(?: \(\d+\))?\.zip$/i.test(name) ||
    /^conversations(?:-\d+)?(?: \(\d+\))?\.zip$/i.test(name) ||
    /^(?:chatgpt|openai|claude|grok|deepseek)[\w .-]*export[\w .-]*\.zip$/i.test(name)
  );
}

/** Claude Code deletes after 30 days unless its settings say otherwise. */
function claudeCodeDays(settings: unknown): number | null {
  return wholeDays(memberOf(settings, 'cleanupPeriodDays')) ?? 30;
}

/** Gemini CLI deletes only where its settings say so, as in `general.sessionRetention { enabled, maxAge: "30d" }`. */
function geminiCliDays(settings: unknown): number | null {
  const retention = memberOf(memberOf(settings, 'general'), 'sessionRetention');
  const age = memberOf(retention, 'maxAge');
  if (memberOf(retention, 'enabled') !== true || typeof age !== 'string') return null;
  const [, figure, unit] = /^(\d{1,5})\s*([dhwm])$/i.exec(age.trim()) ?? [];
  const days = { h: 1 / 24, d: 1, w: 7, m: 30 }[unit?.toLowerCase() ?? ''];
  return figure === undefined || days === undefined ? null : wholeDays(Math.floor(Number(figure) * days));
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

function wholeDays(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 100_000 ? value : null;
}
