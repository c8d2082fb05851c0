import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { findBrowser } from '../e2e/browser.ts';

// node scripts/icons.ts: the icons of the installers, from src/renderer/icon.svg, drawn by a Chromium.

const root = join(import.meta.dirname, '..');
const folder = join(root, 'resources/icons');
const svg = readFileSync(join(root, 'src/renderer/icon.svg'), 'utf8');
const { executablePath, args, env } = await findBrowser();
const browser = await chromium.launch({ executablePath, args: [...args], env });
const page = await browser.newPage();

/** @param share how much of the square is drawn on: icons of a Mac stand in a margin */
async function draw(size: number, share = 1): Promise<Buffer> {
  const side = Math.round(size * share);
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body{margin:0;display:grid;place-items:center;height:100vh}svg{width:${side}px;height:${side}px}</style>${svg}`,
  );
  return page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } });
}

mkdirSync(folder, { recursive: true });
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const plain = new Map<number, Buffer>();
for (const size of sizes) {
  const png = await draw(size);
  plain.set(size, png);
  writeFileSync(join(folder, `${size}x${size}.png`), png);
}

/** A Windows icon: a directory of pictures, each a PNG. */
function ico(pictures: readonly (readonly [size: number, png: Buffer])[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  pictures.forEach(([size, png], place) => {
    const at = 6 + 16 * place;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...pictures.map(([, png]) => png)]);
}

/** An icon of a Mac: blocks, each a type, a length and a PNG. */
function icns(pictures: readonly (readonly [type: string, png: Buffer])[]): Buffer {
  const block = (type: string, ...content: readonly Buffer[]): Buffer => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(
      content.reduce((sum, { length }) => sum + length, 8),
      4,
    );
    return Buffer.concat([head, ...content]);
  };
  return block('icns', ...pictures.map(([type, png]) => block(type, png)));
}

writeFileSync(join(folder, 'icon.ico'), ico([...plain].filter(([size]) => size <= 256)));
const macTypes = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 } as const;
const onMac: (readonly [string, Buffer])[] = [];
for (const [type, size] of Object.entries(macTypes)) onMac.push([type, await draw(size, 0.805)]);
writeFileSync(join(folder, 'icon.icns'), icns(onMac));
await browser.close();
