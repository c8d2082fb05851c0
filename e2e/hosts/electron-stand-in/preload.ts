/**
 * The built preload bundle as a script for a page: `require('electron')` gives a stand-in for the three APIs it uses. It runs in the
 * page's own world.
 */
export function preloadScript(bundle: string): string {
  return `(() => {
    const strict = (name, members) => new Proxy(members, { get: (target, key) => {
      if (typeof key === 'symbol' || key in target) return target[key];
      throw new Error('The stand-in knows no electron.' + name + '.' + key);
    } });
    const electron = strict('preload', {
      contextBridge: strict('contextBridge', { exposeInMainWorld: (name, api) => Object.defineProperty(window, name, { value: Object.freeze(api) }) }),
      ipcRenderer: strict('ipcRenderer', { postMessage: (channel, message, [port]) => {
        const socket = new WebSocket('ws://' + location.host + '/stand-in?channel=' + encodeURIComponent(channel));
        const early = [];
        port.onmessage = ({ data }) => (socket.readyState === 1 ? socket.send(data) : early.push(data));
        socket.onopen = () => { for (const data of early.splice(0)) socket.send(data); };
        socket.onmessage = ({ data }) => port.postMessage(data);
        socket.onclose = () => port.close();
      } }),
      webUtils: strict('webUtils', { getPathForFile: (file) => (window.standInPaths ?? {})[file.name] ?? '' }),
    });
    const require = (name) => { if (name === 'electron') return electron; throw new Error('A sandboxed preload cannot load ' + name); };
    (function (module, exports) { ${bundle}
    })({ exports: {} }, {});
  })();`;
}
