/** Where the page is that runs what an assistant wrote. The window knows the same address (`artifacts/sealed-page.tsx`). */
export const sealedFramePath = '/sealed-frame';

/**
 * Whatever is written into the page keeps this policy. `sandbox` gives it an origin of its own, that nothing else has: no cookies, no
 * storage, no way to the window. It may run its own scripts and draw its own styles and pictures, and loads and sends nothing; it cannot
 * frame, open, download, submit, or ask anything of the person. Where it might go to itself is held by the window's `frame-src 'self'`,
 * and there it comes without a cookie.
 */
export const sealedFramePolicy = [
  'sandbox allow-scripts',
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  'img-src data: blob:',
  'font-src data:',
  'media-src data: blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

/**
 * What no policy above holds, measured in Chromium 156: WebRTC asked a server for its address, and a navigation that is then refused had
 * already opened a bare connection. This header ends both where it is known (Chromium); elsewhere WebRTC is taken out of the page, which
 * a frame made inside of it could get around.
 */
const connections = { 'connection-allowlist': '()' } as const;

/** Takes one source, from the window that framed it alone, and becomes it. */
const page = `<!doctype html>
<meta charset="utf-8">
<title>Sealed</title>
<script>
for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport']) delete globalThis[name];
addEventListener('message', function take(event) {
  if (parent === window || event.source !== parent || typeof event.data !== 'string') return;
  removeEventListener('message', take);
  document.open();
  document.write(event.data);
  document.close();
});
</script>
`;

/** The page, the same for everybody: nothing of the archive is in it. */
export function sealedFrame(always: Readonly<Record<string, string>>): Response {
  return new Response(page, {
    headers: {
      ...always,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': sealedFramePolicy,
      'x-frame-options': 'SAMEORIGIN',
      // A name that is looked up ahead would tell the one who answers for it.
      ...connections,
      'x-dns-prefetch-control': 'off',
      'cache-control': 'no-cache',
    },
  });
}
