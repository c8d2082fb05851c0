import { expect, test, type Locator, type Page } from '@playwright/test';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Desktop } from '../hosts/desktop.ts';

/** The window as a person uses it. */
export class Window {
  readonly page: Page;
  readonly search: Locator;
  readonly list: Locator;
  readonly rows: Locator;
  readonly filters: Locator;
  readonly reader: Locator;
  /** The title of what is open. */
  readonly title: Locator;
  /** What scrolls in the reader. */
  readonly messages: Locator;
  readonly atWork: Locator;

  constructor(page: Page) {
    this.page = page;
    this.search = page.getByRole('combobox', { name: 'Search conversations', exact: true });
    this.list = page.getByRole('listbox', { name: 'Conversations', exact: true });
    this.rows = this.list.getByRole('option');
    this.filters = page.getByRole('navigation', { name: 'Filters' });
    this.reader = page.locator('main article').first();
    this.title = this.reader.getByRole('heading', { level: 1 });
    this.messages = page.getByRole('region', { name: 'Messages', exact: true });
    this.atWork = page.getByRole('complementary', { name: 'At work' });
  }

  /** Drops files on the window, as a file manager does. */
  async drop(...files: readonly { readonly name: string; readonly bytes: Buffer }[]): Promise<void> {
    if (await this.page.evaluate(() => 'polylogue' in globalThis)) return this.dropFromDisk(files);
    const given = files.map(({ name, bytes }) => ({ name, base64: bytes.toString('base64') }));
    await this.page.evaluate(async (items) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of items) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name));
      }
      for (const type of ['dragenter', 'dragover', 'drop']) {
        document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
      }
    }, given);
  }

  /** On the desktop: the page gets files of the system, and asks the preload script for their paths. */
  private async dropFromDisk(files: readonly { readonly name: string; readonly bytes: Buffer }[]): Promise<void> {
    const paths: Record<string, string> = {};
    for (const { name, bytes } of files) {
      const path = test.info().outputPath('dropped', name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
      paths[name] = path;
    }
    // Where the stand-in's preload script finds them; on Electron nobody reads it.
    await this.page.evaluate((standInPaths) => Object.assign(globalThis, { standInPaths }), paths);
    const input = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: Object.values(paths), dragOperationsMask: 1 };
    const send = (type: 'dragEnter' | 'dragOver' | 'drop') =>
      input.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
    const dropped = await this.page.evaluateHandle(() => {
      const seen = { is: false };
      addEventListener('drop', () => (seen.is = true), { capture: true, once: true });
      return seen;
    });
    await send('dragEnter');
    // A busy browser may lose the drop of a drag that it has not answered yet.
    await expect(async () => {
      if (await dropped.evaluate(({ is }) => is)) return;
      await send('dragOver');
      await send('drop');
      await expect.poll(() => dropped.evaluate(({ is }) => is), { timeout: 2000 }).toBe(true);
    }).toPass({ timeout: 20_000 });
    await input.detach();
  }

  /** Chooses a file to import: in the browser's dialogue, or in the one that the desktop's is told to answer. */
  async choose(path: string, desktop: Desktop | null): Promise<void> {
    if (desktop) {
      await desktop.tell({ do: 'choose', paths: [path] });
      await this.page.keyboard.press('Control+o');
    } else await this.page.locator('input[data-choose=files]').setInputFiles(path);
  }

  /** That each line of the receipt on the page adds up to what was read; gives what was read of each thing. */
  async expectSum(): Promise<readonly number[]> {
    const read: number[] = [];
    for (const row of await this.page.getByRole('table').first().getByRole('row').all()) {
      const figures = (await row.getByRole('cell').allInnerTexts()).map((figure) => Number(figure.replaceAll(/\D/g, '')));
      if (figures.length === 0) continue;
      const [all = 0, ...parts] = figures;
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(all);
      read.push(all);
    }
    expect(read.length).toBeGreaterThan(0);
    return read;
  }

  /** Waits until an import has ended with these words in its line, which may take so many milliseconds. */
  async imported(words: string | RegExp, timeout = 30_000): Promise<void> {
    await expect(this.atWork.getByText(words).first()).toBeVisible({ timeout });
  }

  async find(query: string): Promise<void> {
    await this.search.fill(query);
    await this.search.press('Enter');
  }

  /** How many conversations the list says it holds, and that all of them are drawn. */
  async expectCount(count: number): Promise<void> {
    await this.expectTotal(count);
    await expect(this.rows).toHaveCount(count);
  }

  /** How many conversations the list says it holds. */
  async expectTotal(count: number): Promise<void> {
    const said = new RegExp(`^${count.toLocaleString('en-GB')} conversations?\\b`);
    await expect(this.page.getByRole('region', { name: 'Conversations' }).getByText(said).first()).toBeVisible();
  }

  /**
   * Exports the conversation at hand, with the options as they are, and gives the Markdown file: from the browser's downloads, or from
   * the folder that the desktop's dialogue is told to choose.
   */
  async exportOne(desktop: Desktop | null): Promise<{ readonly name: string; readonly markdown: string }> {
    const folder = test.info().outputPath('exported');
    await desktop?.tell({ do: 'choose', paths: [folder] });
    await this.page.keyboard.press('Control+e');
    const dialog = this.page.getByRole('dialog', { name: 'Export' });
    if (!desktop) {
      const download = this.page.waitForEvent('download');
      await dialog.getByRole('button', { name: 'Export' }).press('Enter');
      const file = await download;
      return { name: file.suggestedFilename(), markdown: await readFile(await file.path(), 'utf8') };
    }
    await dialog.getByRole('button', { name: 'Choose a folder' }).press('Enter');
    await expect(this.atWork.getByText('Exported 1 conversation.').first()).toBeVisible();
    await expect(this.atWork.getByRole('button', { name: 'Show in folder' })).toBeVisible();
    const name = (await readdir(folder)).find((file) => file.endsWith('.md')) ?? '';
    return { name, markdown: await readFile(join(folder, name), 'utf8') };
  }
}
