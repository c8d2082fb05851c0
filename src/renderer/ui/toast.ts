import { create } from 'zustand';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: 'done' | 'failed';
  readonly action?: { readonly label: string; readonly keys?: string; readonly run: () => void };
  /** A newer message on the same topic takes this one's place. */
  readonly topic?: string;
}

/** Short messages at the foot of the window, the newest last. */
export const useToasts = create<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));

/** More would hide what they tell about. */
const most = 3;

let last = 0;

/** Tells something that was done or failed. Gives the message's id, for `dismiss`. */
export function say(text: string, options: Partial<Pick<Toast, 'kind' | 'action' | 'topic'>> = {}): number {
  const id = ++last;
  useToasts.setState(({ toasts }) => ({
    toasts: [
      ...toasts.filter((other) => options.topic === undefined || other.topic !== options.topic),
      { id, text, kind: 'done' as const, ...options },
    ].slice(-most),
  }));
  return id;
}

export function dismiss(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

/** Milliseconds a message stays while nobody is at it; one with something to do stays longer. */
export function stayOf({ kind, action }: Pick<Toast, 'kind' | 'action'>): number {
  return action || kind === 'failed' ? 10_000 : 4000;
}
