import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** What our compose file says of a service, as far as it uses the compose specification. */
export interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile?: string };
  readonly command?: readonly string[];
  readonly working_dir?: string;
  readonly user?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
}

/** @param env in place of the defaults that the file gives */
export function readComposeFile(env: Readonly<Record<string, string>> = {}): ComposeFile {
  const text = readFileSync('docker-compose.yml', 'utf8');
  const interpolated = text.replaceAll(
    /\$\{(\w+):-([^}]*)\}/g,
    (_, name: string, preset: string) => env[name] ?? preset,
  );
  return parse(interpolated, { merge: true }) as ComposeFile;
}
