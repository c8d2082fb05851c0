import { create } from 'zustand';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: 'done' | 'failed';
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** One short message at a time, at the foot of the window. */
export const useToast = create<{ readonly toast: Toast | null }>(() => ({ toast: null }));

let last = 0;

/** Milliseconds a message stays; one with something to do stays longer. */
const staying = { plain: 4000, withAction: 10_000 };

export function say(text: string, options: Partial<Pick<Toast, 'kind' | 'action'>> = {}): void {
  const id = ++last;
  useToast.setState({ toast: { id, text, kind: 'done', ...options } });
  setTimeout(() => dismiss(id), options.action || options.kind === 'failed' ? staying.withAction : staying.plain);
}

export function dismiss(id: number): void {
  if (useToast.getState().toast?.id === id) useToast.setState({ toast: null });
}
