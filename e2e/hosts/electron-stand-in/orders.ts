import type { Order } from '../desktop.ts';
import { fake } from './main.ts';

/** Does in the stand-in what a person or the system does on a real desktop. */
process.on('message', (order: Order) => {
  const window = fake.windows.at(-1);
  switch (order.do) {
    case 'quit':
      window?.close();
      return;
    case 'menu': {
      const item = fake.menu.find(({ id }) => id === order.id);
      if (item === undefined) throw new Error(`There is no menu item ${order.id}.`);
      (item.click as (() => void) | undefined)?.();
      return;
    }
    case 'choose':
      fake.chosen.push(order.paths);
      return;
    case 'press':
      fake.pressed.push(order.button);
      return;
    case 'place':
      window?.place(order.bounds, order.maximised);
      return;
    case 'second start':
      fake.events.emit('second-instance', {}, [], '', { files: order.files });
      return;
    case 'open file':
      fake.events.emit('open-file', { preventDefault: () => {} }, order.path);
      return;
    case 'look away':
      fake.focused = false;
      return;
    case 'wait':
      clock += order.ms;
      return;
    case 'click notification':
      fake.notices.at(-1)?.emit('click', {});
      return;
    case 'navigate': {
      let prevented = false;
      const details = { url: order.url, preventDefault: () => (prevented = true) };
      window?.contents.emit('will-frame-navigate', details);
      process.send?.({ type: 'navigation', url: order.url, prevented });
      return;
    }
    case 'open link': {
      // The handler is the one listener; what it gives back is what counts.
      const actions = window?.contents.listeners('open').map((handle) => handle({ url: order.url }) as { action: string });
      process.send?.({ type: 'link', url: order.url, actions: actions?.map(({ action }) => action) });
      return;
    }
    default:
      order satisfies never;
  }
});

/** Milliseconds by which the host's clock is ahead of this machine's. */
let clock = 0;
const now = performance.now.bind(performance);
performance.now = () => now() + clock;
