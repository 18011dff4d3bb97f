import { readFileSync } from 'node:fs';
import { parse, type ScalarTag, type CollectionTag } from 'yaml';

type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

export interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties: Readonly<Record<string, Value>>;
}

interface Template {
  readonly Parameters: Readonly<Record<string, { readonly Default?: string | number }>>;
  readonly Resources: Readonly<Record<string, Resource>>;
}

const FUNCTIONS = ['GetAtt', 'Sub', 'If', 'Not', 'Equals'];

/**
 * A CloudFormation template with the defaults of its parameters put in: `!Ref` of one is its value, `!Sub` a text.
 * References to resources stay what they name.
 */
export function readTemplate(path: string): Template {
  const text = readFileSync(path, 'utf8');
  const { Parameters } = parse(text, { customTags: tags({}), merge: true }) as Template;
  const given = Object.fromEntries(
    Object.entries(Parameters).map(([name, { Default }]) => [name, Default ?? `<${name}>`]),
  );
  return parse(text, { customTags: tags(given), merge: true }) as Template;
}

function tags(given: Readonly<Record<string, string | number>>): (ScalarTag | CollectionTag)[] {
  const fill = (text: string) =>
    text.replaceAll(/\$\{([\w:.]+)\}/g, (_, name: string) => String(given[name] ?? `<${name}>`));
  return [
    { tag: '!Ref', resolve: (name: string) => given[name] ?? `<${name}>` },
    { tag: '!Sub', resolve: fill },
    { tag: '!GetAtt', resolve: (name: string) => `<${name}>` },
    ...FUNCTIONS.map((name) => ({ tag: `!${name}`, collection: 'seq' as const })),
  ];
}

/** What the role of the broker's task may do, by name. */
export function actionsOfTheTask(): string[] {
  const { PolicyDocument } = readTemplate('deploy/cloudformation/broker.yaml').Resources['TaskPolicy']!
    .Properties;
  const { Statement } = PolicyDocument as unknown as { Statement: { Action: string | string[] }[] };
  return [...new Set(Statement.flatMap(({ Action }) => Action))].sort();
}
