import { launchElectron, runtimePath } from './electron.ts';
import type { Desktop, LaunchOptions } from './desktop.ts';
import { launchStandIn } from './electron-stand-in/launch.ts';

export type { Desktop } from './desktop.ts';

/** The desktop program: on real Electron where its runtime is, else over the stand-in. */
export function launchDesktop(options: LaunchOptions): Promise<Desktop> {
  const runtime = runtimePath();
  return runtime === null ? launchStandIn(options) : launchElectron(runtime, options);
}
