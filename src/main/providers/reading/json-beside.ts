import type { BundleView } from '../provider.ts';
import { parsedText } from './json-text.ts';

/** The JSON of an entry beside the records; undefined where it is none or cannot be read: what is told there is no conversation. */
export async function jsonBeside(bundle: BundleView, name: string): Promise<unknown> {
  try {
    return parsedText((await bundle.text(name)).replace(/^\ufeff/, '').replace(/\0+$/, ''));
  } catch {
    return undefined;
  }
}
