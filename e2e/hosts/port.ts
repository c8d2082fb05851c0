import type { Page } from '@playwright/test';
import type { RequestName } from '../../src/shared/requests.ts';

/** A second connection of the desktop's page, as its own is made, for what the page has no button for. */
export async function openPort(page: Page): Promise<{
  /** The answer's frame, `answer 1\n{…}` or `failure 1\n{…}`. */
  readonly ask: (name: RequestName, input: object) => Promise<string>;
  /** The frames of events so far. */
  readonly events: () => Promise<readonly string[]>;
}> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const spec = { events: new Array<string>(), asked: 0, answers: new Map<number, (frame: string) => void>() };
        const receive = (event: MessageEvent): void => {
          const [port] = event.ports;
          if (event.data !== 'polylogue:port' || !port) return;
          window.removeEventListener('message', receive, true);
          event.stopImmediatePropagation();
          port.addEventListener('message', ({ data }) => {
            const frame = String(data);
            const id = /^(?:answer|failure) (\d+)\n/.exec(frame)?.[1];
            if (id === undefined) spec.events.push(frame);
            else spec.answers.get(Number(id))?.(frame);
          });
          port.start();
          Object.assign(globalThis, { spec, specPort: port });
          resolve();
        };
        window.addEventListener('message', receive, true);
        window.postMessage('polylogue:connect', location.origin);
      }),
  );
  return {
    ask: (name, input) =>
      page.evaluate(
        ([asked, body]) =>
          new Promise<string>((resolve) => {
            const { spec, specPort } = globalThis as unknown as {
              spec: { asked: number; answers: Map<number, (frame: string) => void> };
              specPort: MessagePort;
            };
            const id = ++spec.asked;
            spec.answers.set(id, resolve);
            // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
            specPort.postMessage(`call ${id} ${asked}\n${body}`);
          }),
        [name, JSON.stringify(input)] as const,
      ),
    events: () => page.evaluate(() => (globalThis as unknown as { spec: { events: string[] } }).spec.events),
  };
}
