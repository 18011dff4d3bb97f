import { Injectable, type LoggerService } from '@nestjs/common';
import type { Millis } from '../clock.js';
import { DependencyError, DependencyThrottled } from '../errors/dependency-errors.js';
import { writeLine } from './lines.js';
import { redact } from './redact.js';

/** What Nest says of itself while it starts. */
const CHATTER = ['InstanceLoader', 'NestApplication', 'NestFactory', 'RouterExplorer', 'RoutesResolver'];
const LEVELS = ['debug', 'log', 'warn', 'error'] as const;
export type LogLevel = (typeof LEVELS)[number];

/** One JSON object a line on standard output, with secret-shaped values taken out of whatever was said. */
@Injectable()
export class JsonLogger implements LoggerService {
  constructor(private readonly threshold: LogLevel = 'log') {}

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('log', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  private write(level: LogLevel, message: unknown, rest: unknown[]): void {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(this.threshold)) return;
    const context = typeof rest.at(-1) === 'string' ? (rest.at(-1) as string) : undefined;
    if (level === 'log' && context !== undefined && CHATTER.includes(context)) return;
    const line = { at: timestamp(), level, context, ...fields(message) };
    writeLine(redact(JSON.stringify(line)));
  }
}

let latest: { readonly at: Millis; readonly text: string } = { at: NaN, text: '' };

/** The time, as text: at full speed many lines are of the same millisecond. */
function timestamp(): string {
  const at = Date.now();
  if (at !== latest.at) latest = { at, text: new Date(at).toISOString() };
  return latest.text;
}

/**
 * An error is told by its name, its stack and its causes; a dependency's also by what it was asked. That there is too much
 * to do is no defect to be traced, and comes often: without its stack.
 */
export function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const dependency = error instanceof DependencyError ? { dependency: error.dependency } : {};
  const cause = error.cause === undefined ? {} : { cause: causeOf(error.cause) };
  const trace = error instanceof DependencyThrottled ? {} : { stack: error.stack };
  return { error: error.name, message: error.message, ...dependency, ...trace, ...cause };
}

/** Adapters keep of an error of the SDK its name alone. */
function causeOf(cause: unknown): unknown {
  return typeof cause === 'string' ? cause : errorFields(cause);
}

function fields(message: unknown): Record<string, unknown> {
  if (message instanceof Error) return errorFields(message);
  return typeof message === 'object' && message !== null ? { ...message } : { message: String(message) };
}
