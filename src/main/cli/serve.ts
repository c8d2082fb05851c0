import { InvalidArgumentError, type Command } from 'commander';
import { serveWeb } from '../hosts/node/serve-web.ts';
import { openBrowser } from '../hosts/node/open-browser.ts';
import { exitCodes, type Cli, type ExitCode } from './cli.ts';
import { wholeNumber } from './options.ts';

interface ServeOptions {
  readonly port?: number;
  readonly open?: boolean;
}

export function addServe(program: Command, cli: Cli, run: (code: Promise<ExitCode>) => Promise<void>): void {
  program
    .command('serve')
    .summary('the app in a browser')
    .description('Serves the app on 127.0.0.1 until interrupted. Prints one URL, which holds the key to it.')
    .option('--port <n>', 'the port; 0: any free one', portNumber)
    .option('--open', 'open the browser')
    .action((options: ServeOptions) => run(serve(cli, options)));
}

async function serve(cli: Cli, { port, open = false }: ServeOptions): Promise<ExitCode> {
  const { dir, json } = cli.globals();
  const web = await serveWeb({ dir, port: port ?? null, ...cli.places });
  try {
    await cli.output.write(json ? `${JSON.stringify({ url: web.url })}\n` : `${web.url}\n`);
    if (open && !(await openBrowser(web.url)))
      cli.output.note('There is no browser to open here. Open the URL above where there is one.');
    await new Promise<void>((resolve) => {
      if (cli.signal.aborted) resolve();
      cli.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  } finally {
    await web.close();
  }
  return exitCodes.done;
}

function portNumber(given: string): number {
  const port = wholeNumber(given);
  if (port > 65_535) throw new InvalidArgumentError('A port is at most 65535.');
  return port;
}
