// Starts `gouji lsp` for templates, and for reports in JSON that stand beside them.
'use strict';

const { commands, window, workspace } = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

/** @type {LanguageClient | undefined} */
let client;

function create() {
  const command = workspace.getConfiguration('gouji').get('path') || 'gouji';
  const server = { command, args: ['lsp'] };
  return new LanguageClient(
    'gouji',
    '勾稽 Gouji',
    { run: server, debug: server },
    {
      documentSelector: [
        { language: 'gouji' },
        { scheme: 'file', language: 'json' },
      ],
      synchronize: { fileEvents: workspace.createFileSystemWatcher('**/*.gj') },
    },
  );
}

async function start() {
  client = create();
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    window.showErrorMessage(`勾稽 Gouji：${error}（设置 gouji.path）`);
  }
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop();
}

async function activate(context) {
  context.subscriptions.push(
    commands.registerCommand('gouji.restart', async () => {
      await stop();
      await start();
    }),
    workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration('gouji.path')) {
        await stop();
        await start();
      }
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
