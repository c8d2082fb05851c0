import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64, decodeDataUrl } from './base64.ts';

describe('base64', () => {
  test('gives back the bytes of any encoding of them', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom('base64' as const, 'base64url' as const), (bytes, encoding) => {
        expect(decodeBase64(Buffer.from(bytes).toString(encoding))).toEqual(bytes);
      }),
    );
  });

  test('allows line breaks inside and at the end', () => {
    expect(decodeBase64('aGVs\r\nbG8=\n')).toEqual(new TextEncoder().encode('hello'));
  });

  test('is null for what is no base64', () => {
    expect(decodeBase64('[image]')).toBeNull();
    expect(decodeBase64('héllo')).toBeNull();
  });
});

describe('data URLs', () => {
  test('have a type and bytes', () => {
    expect(decodeDataUrl('data:image/png;base64,aGk=')).toEqual({ mime: 'image/png', bytes: new TextEncoder().encode('hi') });
    expect(decodeDataUrl('data:;base64,aGk=')).toEqual({ mime: null, bytes: new TextEncoder().encode('hi') });
  });

  test('are told from addresses and from plain text', () => {
    expect(decodeDataUrl('https://example.com/a,b')).toBeNull();
    expect(decodeDataUrl('data:text/plain,hello')).toBeNull();
  });
});
