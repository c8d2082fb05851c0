import { EventEmitter } from 'node:events';
import { isMainThread } from 'node:worker_threads';

// `node --import register-utility.ts importer.js`: a process that finds its parent as Electron's utility processes do, and no other way.
// Its threads are given the same import; they have no parent to find.
if (isMainThread) standIn();

function standIn(): void {
  const send = process.send?.bind(process);
  if (send === undefined) throw new Error('Start this with a channel.');
  const port = new EventEmitter();
  process.on('message', (data) => port.emit('message', { data, ports: [] }));
  // Electron ends its utility processes with itself.
  process.on('disconnect', () => process.exit(0));
  Reflect.set(process, 'parentPort', {
    on: (event: string, listener: (message: unknown) => void) => port.on(event, listener),
    postMessage: (message: unknown) => send(message),
  });
  Reflect.deleteProperty(process, 'send');
}
