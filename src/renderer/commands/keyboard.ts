import { useEffect, useRef } from 'react';
import { commands, type Command, type CommandId } from '../../shared/commands.ts';

type Handler = () => void;

/** The last attached handler of a command is the one that runs. */
const handlers = new Map<CommandId, Handler[]>();

/** Attaches what a command does, while the component is there and `enabled`. */
export function useCommand(id: CommandId, handler: Handler, enabled = true): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    const run: Handler = () => latest.current();
    handlers.set(id, [...(handlers.get(id) ?? []), run]);
    return () => {
      handlers.set(
        id,
        (handlers.get(id) ?? []).filter((other) => other !== run),
      );
    };
  }, [id, enabled]);
}

/** Runs a command; false when nobody attached it. */
export function runCommand(id: CommandId): boolean {
  const handler = handlers.get(id)?.at(-1);
  handler?.();
  return handler !== undefined;
}

/** Milliseconds within which the second key of `g i` must follow. */
const chordTime = 1200;

/** Listens for keys until stopped. */
export function listenForKeys(target: Document): () => void {
  let prefix = '';
  let prefixAt = 0;
  const listener = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const name = keyName(event);
    if (name === null) return;
    const chord = prefix && event.timeStamp - prefixAt < chordTime ? `${prefix} ${name}` : name;
    prefix = '';
    const inField = isField(event.target);
    const modal = target.querySelector('[role="dialog"][data-open], [role="menu"][data-open]') !== null;
    const found = commands.find((command) => command.keys.includes(chord) && usable(command, name, inField, modal));
    if (found) {
      // Enter on a button is that button's, not the list's.
      if (name === 'Enter' && isControl(event.target)) return;
      if (runCommand(found.id)) event.preventDefault();
    } else if (!inField && commands.some((command) => command.keys.some((keys) => keys.startsWith(`${name} `)))) {
      prefix = name;
      prefixAt = event.timeStamp;
    }
  };
  target.addEventListener('keydown', listener);
  return () => target.removeEventListener('keydown', listener);
}

function usable(command: Command, name: string, inField: boolean, modal: boolean): boolean {
  if (modal) return false;
  return !inField || command.inFields === true || (name.startsWith('Mod+') && name !== 'Mod+a');
}

/** A key press as the table writes it, or null for a bare modifier. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string | null {
  if (['Shift', 'Control', 'Alt', 'Meta', 'Dead'].includes(event.key)) return null;
  const letter = event.key.length === 1 && event.key.toLowerCase() !== event.key.toUpperCase();
  return [
    (event.ctrlKey || event.metaKey) && 'Mod',
    event.altKey && 'Alt',
    event.shiftKey && (letter || event.key.length > 1) && 'Shift',
    letter ? event.key.toLowerCase() : event.key,
  ]
    .filter(Boolean)
    .join('+');
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.matches('input:not([type=checkbox]), textarea, select') || target.isContentEditable)
  );
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a[href], summary, input, [role="menuitem"]') !== null;
}
