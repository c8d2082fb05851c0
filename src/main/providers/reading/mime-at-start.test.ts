import { expect, test } from 'vitest';
import { mimeAtStart } from './mime-at-start.ts';

test.each([
  ['89504e470d0a1a0a0000000d', 'image/png'],
  ['ffd8ffe000104a464946000101', 'image/jpeg'],
  ['ffd8ffe1001845786966000049492a00', 'image/jpeg'],
  ['ffd8ffdb004300080606', 'image/jpeg'],
  ['474946383961', 'image/gif'],
  ['52494646a0b0c0d057454250565038', 'image/webp'],
  ['52494646a0000000574156456d', 'audio/wav'],
  ['000000206674797069736f6d', 'video/mp4'],
  ['0000001c667479706176696600', 'image/avif'],
  ['255044462d312e37', 'application/pdf'],
  ['504b0304', 'application/zip'],
  ['3c73766720', 'image/svg+xml'],
  ['696d706f7274206f730a', 'text/plain'],
  ['', null],
  ['00010203', null],
])('%s', (hex, mime) => {
  expect(mimeAtStart(new TextDecoder().decode(Buffer.from(hex, 'hex')).slice(0, 64))).toBe(mime);
});
