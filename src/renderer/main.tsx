import './without-eval.ts';
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import './styles/base.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { ConnectionProvider } from './archive.ts';
import { followEvents, newQueryClient } from './cache.ts';
import { listenForKeys, runFromMenu } from './commands/keyboard.ts';
import { connect } from './connect.ts';
import { isCommandId } from '../shared/commands.ts';
import { followHistory } from './view.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');

const connection = connect();
const cache = newQueryClient();
followEvents(connection, cache);
followHistory();
listenForKeys(document);
// The desktop's menu.
connection.client.on('command', ({ id }) => {
  if (isCommandId(id)) runFromMenu(id);
});

createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <ConnectionProvider value={connection}>
        <QueryClientProvider client={cache}>
          <App />
        </QueryClientProvider>
      </ConnectionProvider>
    </CSPProvider>
  </StrictMode>,
);
