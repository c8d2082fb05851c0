import { inboxIn } from '../../inbox.ts';
import { createRespond, type Respond } from '../../respond.ts';

/** The window's own files at once, so that it stands before the archive is open; everything else when it is. */
export function earlyRespond(renderer: string, current: () => Promise<{ readonly respond: Respond }>): Respond {
  // Only the window's files are asked of it.
  const window = createRespond({ renderer, inbox: inboxIn(''), blobPath: () => '', exportPath: () => '' });
  return async (request) => {
    if (!/^\/(?:blobs|exports|inbox)(?:\/|$)/.test(new URL(request.url).pathname)) return window(request);
    return (await current()).respond(request);
  };
}
