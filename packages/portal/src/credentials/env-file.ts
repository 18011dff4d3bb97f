interface Settings {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly credential: string;
}

/** What a backend is configured with; the snippets read the last one. */
function envFile({ tokenUrl, clientId, credential }: Settings): string {
  return `TOKEN_URL=${tokenUrl}\nCLIENT_ID=${clientId}\nCREDENTIAL=${credential}\n`;
}

/** From memory: the secret is in no URL. */
export function downloadEnv(settings: Settings): void {
  const url = URL.createObjectURL(new Blob([envFile(settings)], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${settings.clientId}.env`;
  link.click();
  URL.revokeObjectURL(url);
}
