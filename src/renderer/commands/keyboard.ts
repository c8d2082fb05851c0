import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { create } from 'zustand';
import { commands, type Command, type CommandId } from '../../shared/commands.ts';

type Handler = () => void;

/** The last attached handler of a command is the one that runs. */
const handlers = new Map<CommandId, Handler[]>();

/** How often it has changed what commands do, for those who draw it. */
let changes = 0;
const watchers = new Set<() => void>();

function changed(): void {
  changes++;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

/** Draws again whenever other commands can run, or others are called otherwise: see `canRun` and `titleNow`. */
export function useCommandsNow(): number {
  return useSyncExternalStore(watch, () => changes);
}

/** Attaches what a command does, while the component is there and `enabled`. */
export function useCommand(id: CommandId, handler: Handler, enabled = true): void {
  const latest = useRef(handler);
  // With the drawing and not after it: a key does what is on screen.
  useLayoutEffect(() => {
    latest.current = handler;
  });
  useLayoutEffect(() => {
    if (!enabled) return undefined;
    const run: Handler = () => latest.current();
    handlers.set(id, [...(handlers.get(id) ?? []), run]);
    changed();
    return () => {
      handlers.set(
        id,
        (handlers.get(id) ?? []).filter((other) => other !== run),
      );
      changed();
    };
  }, [id, enabled]);
}

/** Runs a command; false when nobody attached it. */
export function runCommand(id: CommandId): boolean {
  const handler = handlers.get(id)?.at(-1);
  handler?.();
  return handler !== undefined;
}

const titles = new Map<CommandId, string>();

/** Names what a command would do now, where that is not what its title says; null: it is. */
export function useCommandTitle(id: CommandId, title: string | null): void {
  useEffect(() => {
    if (title === null) return undefined;
    titles.set(id, title);
    changed();
    return () => {
      titles.delete(id);
      changed();
    };
  }, [id, title]);
}

/** What a command would do now. */
export function titleNow({ id, title }: Command): string {
  return titles.get(id) ?? title;
}

/** Whether a command would do something now. */
export function canRun(id: CommandId): boolean {
  return (handlers.get(id)?.length ?? 0) > 0;
}

/** Milliseconds within which the second key of `g i` must follow. */
const chordTime = 3000;
/** Milliseconds after which the window tells what may follow. */
const hintTime = 600;

/** The first key of a chord, once one has waited long enough after it to want to know what may follow. */
export const useChord = create<{ readonly first: string | null }>(() => ({ first: null }));

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Listens for keys until stopped. */
export function listenForKeys(target: Document): () => void {
  let first = '';
  let firstAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const forget = (): void => {
    clearTimeout(timer);
    first = '';
    if (useChord.getState().first !== null) useChord.setState({ first: null });
  };
  const begin = (name: string, at: number): void => {
    first = name;
    firstAt = at;
    timer = setTimeout(() => {
      useChord.setState({ first: name });
      timer = setTimeout(forget, chordTime - hintTime);
    }, hintTime);
  };
  const listener = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const name = keyName(event, isMac);
    if (name === null) return;
    const waited = first !== '' && event.timeStamp - firstAt < chordTime ? first : '';
    forget();
    const inField = isField(event.target);
    if (isCovered(target)) {
      // Selecting the text of everything, also of what lies under the dialog, is never meant.
      if (name === 'Mod+a' && !inField) event.preventDefault();
      return;
    }
    const found = commandOf(name, waited, inField);
    if (found) {
      // Enter on a button is that button's, not the list's.
      if (name === 'Enter' && isControl(event.target)) return;
      if (runCommand(found.id)) event.preventDefault();
    } else if (waited) {
      // A chord that is none: neither its second key nor, on Escape, anything else happens.
      event.preventDefault();
    } else if (!inField && opensChord(name)) begin(name, event.timeStamp);
  };
  target.addEventListener('keydown', listener);
  target.addEventListener('pointerdown', forget);
  return () => {
    forget();
    target.removeEventListener('keydown', listener);
    target.removeEventListener('pointerdown', forget);
  };
}

/** Runs a command that was chosen outside of the page, in the desktop's menu; never under what lies over the window. */
export function runFromMenu(id: CommandId, page: Document = document): boolean {
  return !isCovered(page) && runCommand(id);
}

const isCovered = (page: Document): boolean => page.querySelector(modal) !== null;

/** What lies over the window and takes the keys. */
const modal = '[role="dialog"][data-open], [role="alertdialog"][data-open], [role="menu"][data-open], dialog[open]';

/** The command of a key press, after the first key of a chord if there was one. */
export function commandOf(name: string, first: string, inField: boolean): Command | null {
  const press = first ? `${first} ${name}` : name;
  const found = commands.find((command) => command.keys.includes(press));
  return found && (!inField || worksInFields(found, press)) ? found : null;
}

/** While somebody types, a key is theirs, above all one that writes; with Mod it is the window's, but for what a field does itself. */
function worksInFields(command: Command, press: string): boolean {
  if (/^(?:Shift\+)?.$/u.test(press)) return false;
  return command.inFields === true || (press.startsWith('Mod+') && !fieldsOwn.has(press));
}

const fieldsOwn: ReadonlySet<string> = new Set(['Mod+a', 'Mod+z', 'Mod+Shift+z', 'Mod+c', 'Mod+x', 'Mod+v']);

function opensChord(name: string): boolean {
  return commands.some((command) => command.keys.some((keys) => keys.startsWith(`${name} `)));
}

/** What may follow the first key of a chord: the second key, and what it does. */
export function chordsOf(first: string): readonly { readonly key: string; readonly command: Command }[] {
  return commands.flatMap((command) =>
    command.keys.flatMap((keys) => (keys.startsWith(`${first} `) ? [{ key: keys.slice(first.length + 1), command }] : [])),
  );
}

/** A key press as the table writes it, or null for a bare modifier. */
export function keyName(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
  mac = false,
): string | null {
  if (['Shift', 'Control', 'Alt', 'Meta', 'Dead', 'AltGraph', 'CapsLock'].includes(event.key)) return null;
  const letter = event.key.length === 1 && event.key.toLowerCase() !== event.key.toUpperCase();
  // What a keyboard types with Alt (`[` and `#` are so on many) is that sign, not a shortcut with Alt.
  const typed = event.key.length === 1 && !letter && event.altKey && (mac ? !event.metaKey : event.ctrlKey);
  return [
    (event.ctrlKey || event.metaKey) && !typed && 'Mod',
    event.altKey && !typed && 'Alt',
    event.shiftKey && (letter || event.key.length > 1) && 'Shift',
    letter ? event.key.toLowerCase() : event.key,
  ]
    .filter(Boolean)
    .join('+');
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.matches('input:not([type=checkbox], [type=radio], [type=range]), textarea, select') || target.isContentEditable)
  );
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a[href], summary, input, [role="menuitem"]') !== null;
}
