import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { Environment } from './environment.js';

/** The variables that we know, typed, with defaults filled in; an empty one counts as absent. Not yet judged. */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const given = Object.entries(variables).filter(([, value]) => value !== undefined && value !== '');
  return plainToInstance(Environment, Object.fromEntries(given), {
    excludeExtraneousValues: true,
    exposeDefaultValues: true,
  });
}

/** What is wrong with the variables, of all or of `only` these: one line each, with no value in it. */
export function problemsOf(env: Environment, only?: readonly string[]): string[] {
  const errors = validateSync(env);
  return errors.filter(({ property }) => only?.includes(property) ?? true).flatMap(describe);
}

function describe({ property, constraints, value }: ValidationError): string[] {
  if (value === undefined) return [`${property} is missing`];
  return Object.values(constraints ?? {});
}
