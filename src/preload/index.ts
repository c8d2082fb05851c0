import { contextBridge, ipcRenderer, webUtils } from 'electron';

/** The window asks once per connection; one end of a new channel goes to main, the other to the window. Nothing else passes. */
window.addEventListener('message', (event) => {
  if (event.source !== window || event.data !== 'polylogue:connect') return;
  const { port1, port2 } = new MessageChannel();
  ipcRenderer.postMessage('polylogue:connect', null, [port1]);
  window.postMessage('polylogue:port', location.origin, [port2]);
});

contextBridge.exposeInMainWorld('polylogue', { pathOf: (file: File): string => webUtils.getPathForFile(file) });
